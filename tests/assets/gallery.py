"""Every component on one page with sample data, to look at: `python -m tests.assets.gallery FOLDER` writes it."""

import sys
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from roles.assets.build import SOURCE, build_assets
from taskflow.pages.assets import AssetManifest
from taskflow.pages.drawn_cards import DrawnCards
from taskflow.pages.flashes import Flash
from taskflow.pages.formatting import count_of, shorten
from taskflow.pages.forms import EMPTY, FormState
from taskflow.platform.markdown import render_markdown
from taskflow.platform.validation import HUES
from taskflow.workspaces import Permission

Row = dict[str, Any]
HERE = Path(__file__).parent

PEOPLE = {
    key: {"id": key, "name": name, "hue": hue, "initials": "".join(word[0] for word in name.split())}
    for key, name, hue in (
        ("sam", "Sam Okafor", "teal"),
        ("priya", "Priya Nair", "amber"),
        ("mateo", "Mateo Ruiz", "blue"),
        ("aiko", "Aiko Tanaka", "violet"),
        ("lena", "Lena Fischer", "pink"),
    )
}
COLUMNS = [
    {"id": f"c-{category}", "name": name, "category": category}
    for category, name in (("todo", "To do"), ("doing", "In progress"), ("review", "In review"), ("done", "Done"))
]
PROJECT = {"key": "WEB", "name": "Website relaunch", "hue": "clay", "open_tasks": 36}
LABELS = [{"id": "l1", "name": "Search", "hue": "teal"}, {"id": "l2", "name": "Bug", "hue": "rose"}]
REFUSED = FormState(
    {"title": [""], "priority": ["high"], "assignees": ["sam"]}, {"title": "is required", "due_date": "is in the past"},
    is_sent=True,
)  # fmt: skip


def build_when(text: str, tone: str = "") -> Row:
    return {"text": text, "iso": "2026-11-27", "title": "Friday 27 November 2026", "tone": tone}


def build_card(number: int, title: str, column: Row, **more: Any) -> Row:
    card: Row = {
        "key": f"WEB-{number}",
        "title": title,
        "priority": "none",
        "labels": [],
        "due": None,
        "assignees": [],
        "comment_count": 0,
        "subtasks": None,
        "attachment_count": 0,
        "blocked": False,
        "done": column["category"] == "done",
        "version": 7,
        "url": f"/meridian/t/WEB-{number}",
        "rank": "m",
        "project": PROJECT,
        "column": column,
    }
    return card | more


def build_columns() -> list[Row]:
    todo, doing, _, done = COLUMNS
    crew = [PEOPLE[name] for name in PEOPLE]
    cards: dict[str, list[Row]] = {
        "todo": [
            build_card(214, "Draft launch announcement for existing customers", todo, priority="medium",
                       due=build_when("Tomorrow", "due-soon"), labels=LABELS[:1], assignees=crew[:1]),
            build_card(198, "Redirect map for 412 legacy URLs", todo, priority="low",
                       subtasks={"done": 1, "total": 3}),
        ],
        "doing": [
            build_card(203, "Apple Pay button missing in checkout on iPad Safari", doing, priority="urgent",
                       due=build_when("Yesterday", "due-late"), labels=LABELS, assignees=crew[:2], comment_count=7,
                       attachment_count=1),
            build_card(212, "Localise onboarding emails", doing, assignees=crew, blocked=True),
        ],
        "review": [],
        "done": [build_card(169, "Design tokens for light and dark", done, assignees=crew[3:4],
                            subtasks={"done": 8, "total": 8})],
    }  # fmt: skip
    return [
        column
        | {
            "count": len(cards[column["category"]]),
            "wip_limit": 2 if column is doing else None,
            "load": "",
            "tasks": cards[column["category"]],
            "more_url": "/meridian/p/WEB?after=x" if column is done else None,
            "add_url": "/meridian/t/new?project=WEB",
        }
        for column in COLUMNS
    ]


def build_context(**more: Any) -> Row:
    viewer = PEOPLE["sam"] | {"email": "sam@meridian.example", "is_operator": False}
    context: Row = {
        "nav": {
            "workspace": {"slug": "meridian", "name": "Meridian Studio", "member_count": 14},
            "workspaces": [{"slug": "meridian", "name": "Meridian Studio"}, {"slug": "atlas", "name": "Atlas"}],
            "projects": [PROJECT, {"key": "APP", "name": "Mobile app 3.0", "hue": "blue", "open_tasks": 0}],
            "current": "WEB",
            "my_open_count": 7,
            "inbox_unread": 3,
        },
        "viewer": viewer,
        "theme": "system",
        "density": "comfortable",
        "csrf": "the-token",
        "may": {permission.name.lower(): True for permission in Permission},
        "base": "/meridian",
        "here": "/meridian/p/WEB",
        "flashes": [Flash("WEB-181 moved", undo="/meridian/undo", token="a-token", url="/meridian/t/WEB-181")],
        "form": EMPTY,
        "refused": REFUSED,
        "columns": build_columns(),
        "targets": COLUMNS,
        "people": list(PEOPLE.values()),
        "labels": LABELS,
        "comment": {
            "id": "1", "author": PEOPLE["mateo"], "body": "p95 is **38 ms** now, @priya\n\n- one edit\n- ranked",
            "mentions": {"priya": "Priya Nair"}, "emoji": ["👍", "🎉"], "may_react": True,
            "reactions": [{"emoji": "👍", "count": 2, "members": ["Priya Nair", "Sam Okafor"], "mine": True}],
            "version": 1, "when": build_when("2 h ago"), "is_edited": True, "url": "/meridian/t/WEB-1/comments/1",
            "may_edit": True, "may_delete": True,
        },
        "zones": {"World": ["UTC"], "Europe": ["Europe/Berlin", "Europe/Paris"]},
    }  # fmt: skip
    return context | more


def build_environment(assets: Path) -> Environment:
    """The environment of the pages, with the gallery's own templates beside the product's."""
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(SOURCE / "templates"), FileSystemLoader(HERE)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    manifest = AssetManifest.load(assets)
    environment.filters |= {"plural": count_of, "shorten": shorten}
    environment.filters["markdown"] = lambda text, names=None: Markup(render_markdown(text, names))  # noqa: S704  as pages
    environment.globals |= {
        "asset": manifest.url, "integrity": manifest.integrity, "icon_href": manifest.icon_href, "hues": HUES,
        "draw_cards": DrawnCards(environment),
    }  # fmt: skip
    return environment


def write_gallery(folder: Path, assets: Path) -> None:
    """`gallery.html` and `board.html` in `folder`; the assets have to be served as /assets/ beside them."""
    environment = build_environment(assets)
    for name in ("gallery", "board", "arrival"):
        page = environment.get_template(f"{name}.html.j2").render(build_context())
        (folder / f"{name}.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    target = Path(sys.argv[1])
    build_assets(SOURCE, target / "assets", print)
    write_gallery(target, target / "assets")
