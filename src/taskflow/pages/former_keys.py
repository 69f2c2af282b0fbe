"""Letting go of the keys that a project had before."""

from quart import Blueprint, Response

from taskflow import projects
from taskflow.pages.addresses import project_address
from taskflow.pages.forms import answers_with, read_input
from taskflow.pages.project_settings import show
from taskflow.pages.rendering import see_other
from taskflow.platform.validation import Input, ShortName
from taskflow.web.authentication import require_member

routes = Blueprint("former_keys", __name__)


class Release(Input):
    """Which of the former keys to let go of."""

    former_key: ShortName


@routes.post("/<slug>/p/<key>/settings/former-keys/release")
@answers_with(show, back="/{slug}/p/{key}/settings")
async def release(slug: str, key: str) -> Response:
    """Free a former key: it leads nowhere then, and another project may take it."""
    member = await require_member(slug)
    former = (await read_input(Release)).former_key
    await projects.free_former_key(member, key, former)
    return see_other(project_address(slug, key, "settings"), f"{former} is free")
