"""Ending mails of a kind by the link in one of them, without signing in."""

from quart import Blueprint, Response, request

from taskflow import analytics, notifications
from taskflow.notifications import REASONS
from taskflow.pages.forms import proves_itself
from taskflow.pages.rendering import render_page
from taskflow.platform.errors import NotFound
from taskflow.platform.unsubscribing import UnsubscribeLinks, Unsubscription
from taskflow.web.application import current_settings
from taskflow.web.authentication import public

routes = Blueprint("unsubscribing", __name__)


@routes.get("/unsubscribe")
@public
async def show_unsubscribing() -> Response:
    """What would end, and the button: only looking at it ends nothing, as programs look at links, too."""
    return await _render(is_done=False)


@routes.post("/unsubscribe")
@public
@proves_itself
async def unsubscribe() -> Response:
    """End it; mail programs ask for it by themselves (RFC 8058)."""
    wanted = _read()
    if wanted.subject == analytics.SUBJECT:
        await analytics.end_subscription(wanted.id)
    else:
        await notifications.stop_email(wanted)
    return await _render(is_done=True)


def _read() -> Unsubscription:
    """What the address stands for. Raises NotFound for none of ours."""
    found = UnsubscribeLinks(current_settings()).read(request.args.get("token", ""))
    if found is None:
        raise NotFound
    return found


async def _render(*, is_done: bool) -> Response:
    subject = _read().subject
    labels = {analytics.SUBJECT: "This report of how work goes", "digest": "The digest"}
    label = labels.get(subject) or next((reason.label for name, reason in REASONS.items() if name == subject), None)
    if label is None:
        raise NotFound
    return await render_page("pages/arrival/unsubscribe.html", label=label, is_done=is_done)
