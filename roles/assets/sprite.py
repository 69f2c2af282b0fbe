"""The icons as one SVG file: those of lucide that templates name, and our own."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from jinja2 import Environment, nodes

from roles.assets.errors import AssetError

_SVG = re.compile(r"<svg\b([^>]*)>(.*)</svg>", re.DOTALL)
_VIEW_BOX = re.compile(r'viewBox="([^"]+)"')
MACRO = "icon"


def find_icons(templates: Path) -> set[str]:
    """The names in every call `icon('name')` of the templates; a choice such as `icon('a' if x else 'b')` counts both.

    Raises AssetError for a name that only a rendered page would know.
    """
    names: set[str] = set()
    for path in sorted(templates.rglob("*.html")):
        tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"), filename=str(path))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == MACRO:
                place = f"{path.relative_to(templates)}:{call.lineno}"
                names.update(_literals(call.args[0], place) if call.args else ())
    return names


def build_sprite(names: Iterable[str], lucide: Path, own: Path) -> bytes:
    """The sprite of the icons `names` from the folder `lucide`, and of every file in the folder `own`.

    Raises AssetError for a name without an icon.
    """
    symbols = []
    for name in sorted(set(names)):
        path = lucide / f"{name}.svg"
        if not path.exists():
            raise AssetError(f"a template uses the icon {name!r}, which lucide does not have")
        symbols.append(_build_symbol(path))
    symbols += [_build_symbol(path) for path in sorted(own.glob("*.svg"))]
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'.encode()


def _literals(node: nodes.Expr, place: str) -> Iterator[str]:
    if isinstance(node, nodes.CondExpr) and node.expr2 is not None:
        yield from _literals(node.expr1, place)
        yield from _literals(node.expr2, place)
    elif isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    else:
        raise AssetError(f"{place}: {MACRO}() takes a name written out, so that the sprite holds what is used")


def _build_symbol(path: Path) -> str:
    found = _SVG.search(path.read_text(encoding="utf-8"))
    view_box = found and _VIEW_BOX.search(found[1])
    if not found or not view_box:
        raise AssetError(f"{path} is not an SVG file with a viewBox")
    inner = re.sub(r">\s+<", "><", " ".join(found[2].split())).replace(" />", "/>")
    return f'<symbol id="{path.stem}" viewBox="{view_box[1]}">{inner}</symbol>'
