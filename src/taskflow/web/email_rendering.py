"""The templates of mails: their environment, in which only the HTML is escaped."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from taskflow.platform.mail_templates import Render
from taskflow.settings import Settings


def build_renderer(settings: Settings) -> Render:
    """Fills in the templates of `settings`, which refuse what they were not given; read when they are first used."""
    environment = Environment(
        loader=FileSystemLoader(Path(settings.templates_folder)),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=settings.mode == "development",
    )
    environment.globals |= {
        "link": lambda path: f"{settings.public_url}{path}",
        "host": settings.public_url.partition("://")[2],
    }

    def render(template: str, values: Mapping[str, Any]) -> str:
        return environment.get_template(template).render(values)

    return render
