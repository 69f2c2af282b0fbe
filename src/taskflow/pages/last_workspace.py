"""The workspace that somebody was in last, remembered by the browser: where they land, and what surrounds `/me`."""

from quart import Response, g, request

from taskflow import workspaces
from taskflow.identity import Person
from taskflow.web.application import Application, current_settings
from taskflow.workspaces import Member

_YEAR_SECONDS = 365 * 86400


async def find_last_member(person: Person) -> Member | None:
    """The person as a member of the workspace they were in last, else of their first one, or None without any."""
    slugs = [row["slug"] for row in await workspaces.list_workspaces(person)]
    last = request.cookies.get(_cookie_name(), "")
    chosen = last if last in slugs else next(iter(slugs), None)
    return await workspaces.get_member(person, chosen) if chosen else None


def install_last_workspace(application: Application) -> None:
    """Remember the workspace of every page that shows one."""

    async def remember(response: Response) -> Response:
        member: Member | None = getattr(g, "member", None)
        if member is not None and request.cookies.get(_cookie_name()) != member.workspace_slug:
            response.set_cookie(
                _cookie_name(),
                member.workspace_slug,
                max_age=_YEAR_SECONDS,
                path="/",
                secure=current_settings().is_secure,
                httponly=True,
                samesite="Lax",
            )
        return response

    application.after_request(remember)


def _cookie_name() -> str:
    return "__Host-taskflow-workspace" if current_settings().is_secure else "taskflow-workspace"
