"""Taking back what one has just done, by the button in the message about it."""

from quart import Blueprint, Response

from taskflow.pages.flashes import Flash, set_flash
from taskflow.pages.forms import read_form, read_next
from taskflow.pages.rendering import see_other
from taskflow.platform.errors import Conflict
from taskflow.platform.unit_of_work import savepoint
from taskflow.web.authentication import require_member
from taskflow.web.undo import undo

routes = Blueprint("undo", __name__)


@routes.post("/<slug>/undo")
async def take_back(slug: str) -> Response:
    """Take it back, or say what stands against it; what was taken back can be done again by the same button."""
    member = await require_member(slug)
    address = await read_next(f"/{slug}/my")
    try:
        async with savepoint():
            undone = await undo(member, (await read_form()).get("token", ""))
    except Conflict as conflict:
        response = see_other(address)
        set_flash(response, Flash(_explain(conflict), tone="danger"))
        return response
    return see_other(address, f"Undone: {undone[0]['sentence']}")


def _explain(conflict: Conflict) -> str:
    obstacles = conflict.extra.get("obstacles", ())
    named = [f"{obstacle['subject']}: {obstacle['detail']}" for obstacle in obstacles if obstacle["subject"]]
    return f"This cannot be undone any more. {'; '.join(named) or conflict.detail}"
