"""Pages from templates: the environment, and what every page is given."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from quart import Response, current_app, g, request

from taskflow.identity import Person
from taskflow.pages.assets import AssetManifest
from taskflow.pages.drawn_cards import DrawnCards
from taskflow.pages.drawn_charts import DrawnCharts
from taskflow.pages.flashes import Flash, clear_flashes, find_flashes, set_flash
from taskflow.pages.formatting import count_of, format_whole_day, shorten
from taskflow.pages.forms import EMPTY, FormState
from taskflow.pages.navigation import list_abilities, load_navigation
from taskflow.platform.markdown import render_markdown
from taskflow.platform.validation import HUES
from taskflow.settings import Settings
from taskflow.web.application import Application
from taskflow.web.forgery import build_form_token
from taskflow.web.undo import find_undo_token
from taskflow.workspaces import Member

_EXTENSION = "taskflow.templates"
FILTERS: dict[str, Callable[..., Any]] = {
    "plural": count_of,
    "shorten": shorten,
    "whole_day": format_whole_day,
    "markdown": lambda text, mentions=None: Markup(render_markdown(text, mentions)),  # noqa: S704  sanitised there
}


def install_rendering(application: Application) -> None:
    """Give the application its templates."""
    application.extensions[_EXTENSION] = build_environment(application.settings)


def build_environment(settings: Settings) -> Environment:
    """Templates that escape everything and refuse what they were not given."""
    environment = Environment(
        loader=FileSystemLoader(Path(settings.templates_folder)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=settings.mode == "development",
    )
    environment.filters |= FILTERS
    assets = AssetManifest.load(settings.assets_folder)
    environment.globals |= {
        "asset": assets.url,
        "integrity": assets.integrity,
        "icon_href": assets.icon_href,
        "hues": HUES,
        "draw_cards": DrawnCards(environment),
        "draw_charts": DrawnCharts(environment),
    }
    return environment


async def render_page(
    template: str,
    *,
    member: Member | None = None,
    current: str = "",
    form: FormState = EMPTY,
    status: int = 200,
    **more: Any,
) -> Response:
    """The page as a response; with a member it stands in their workspace, where `current` is the open entry."""
    person: Person | None = getattr(g, "person", None)
    context = {
        "viewer": person,
        "theme": person.theme if person else "system",
        "density": person.density if person else "comfortable",
        "csrf": build_form_token() if person else "",
        "nav": await load_navigation(person, member, current) if person and member else None,
        "may": list_abilities(member),
        "base": f"/{member.workspace_slug}" if member else "",
        "here": request.full_path.rstrip("?"),
        "flashes": find_flashes(),
        "form": form,
    }
    environment: Environment = current_app.extensions[_EXTENSION]
    response = Response(environment.get_template(template).render(context | more), status=status, mimetype="text/html")
    clear_flashes(response)
    return response


def is_scripted() -> bool:
    """True when a script of ours asks, which shows the outcome itself."""
    return request.headers.get("X-Requested-With") == "fetch"


def render_part(template: str, **context: Any) -> Response:
    """A piece of a page, for a script of ours that puts it into its place."""
    environment: Environment = current_app.extensions[_EXTENSION]
    return Response(environment.get_template(template).render(context), mimetype="text/html")


def see_other(address: str, say: str = "", *, undo: str = "", url: str = "", link: str = "Open") -> Response:
    """Where to go after a form, and what to say there; what can be undone offers it, at `undo` or by its token.

    `url` is where one can look at what was done, by the `link` of that text.
    """
    response = Response(status=303, headers={"Location": address})
    if say:
        token = "" if undo else find_undo_token()
        undo = f"/{g.member.workspace_slug}/undo" if token else undo
        set_flash(response, Flash(say, undo=undo, token=token, url=url, link=link))
    return response
