"""Every pair of colours that the design uses together reaches the contrast of WCAG 2.2 AA, in light and in dark."""

import math
import re

from roles.assets.build import SOURCE
from taskflow.platform.validation import HUES

CSS = (SOURCE / "static/css/10-tokens.css").read_text()
MODES = ("light", "dark")
TEXT, GRAPHIC = 4.5, 3.0
Colour = tuple[float, float, float]

_OKLCH = r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)"
_TOKEN = re.compile(rf"--([\w-]+):\s*light-dark\({_OKLCH},\s*{_OKLCH}\)")
_HUE = re.compile(r'\[data-hue="(\w+)"\]\s*\{ --h: (\d+);\s*--c: ([\d.]+)')
_SHADE = r"oklch\(([\d.]+) calc\(([\d.]+) \* var\(--c\)\) var\(--h\)\)"
_HUE_TOKEN = re.compile(rf"--(hue-\w+):\s*light-dark\({_SHADE}, {_SHADE}\)")


def _linear(lightness: float, chroma: float, hue: float) -> Colour:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _shown(lightness: float, chroma: float, hue: float) -> Colour:
    """Linear sRGB of a colour, with less chroma where a screen cannot show it."""
    while chroma > 0 and not all(-0.0005 <= part <= 1.0005 for part in _linear(lightness, chroma, hue)):
        chroma -= 0.001
    red, green, blue = (min(1.0, max(0.0, part)) for part in _linear(lightness, max(chroma, 0), hue))
    return red, green, blue


def _contrast(one: Colour, other: Colour) -> float:
    low, high = sorted(0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in (one, other))
    return (high + 0.05) / (low + 0.05)


def _read_tokens() -> dict[str, tuple[Colour, Colour]]:
    tokens = {}
    for name, *parts in _TOKEN.findall(CSS):
        numbers = [float(part) for part in parts]
        tokens[name] = (_shown(*numbers[:3]), _shown(*numbers[3:]))
    for name, hue, factor in _HUE.findall(CSS):
        for token, *parts in _HUE_TOKEN.findall(CSS):
            light, c1, dark, c2 = (float(part) for part in parts)
            shades = ((light, c1 * float(factor)), (dark, c2 * float(factor)))
            first, second = (_shown(level, chroma, float(hue)) for level, chroma in shades)
            tokens[f"{token}-{name}"] = (first, second)
    return tokens


def _list_pairs() -> list[tuple[str, str, float]]:
    surfaces = ("canvas", "sheet", "sunken", "surface", "raised", "hover")
    meanings = ("accent", "danger", "warn", "ok")
    statuses = tuple(f"st-{name}" for name in ("backlog", "todo", "doing", "review", "done"))
    graphics = ("line-control", "focus", *statuses, *meanings)
    return [
        *((ink, back, TEXT) for ink in ("ink", "ink-2", "ink-3") for back in surfaces),
        *((f"{name}-ink", back, TEXT) for name in meanings for back in surfaces),
        *((f"{name}-ink", f"{name}-soft", TEXT) for name in meanings),
        *(("ink", f"{name}-soft", TEXT) for name in meanings),
        *((ink, back, TEXT) for ink, back in (("ink-2", "press"), ("ink-2", "accent-soft"), ("on-spark", "spark"))),
        *(("on-accent", back, TEXT) for back in ("accent", "accent-hover")),
        *((name, back, GRAPHIC) for name in graphics for back in ("sheet", "sunken", "surface")),
        *((name, "raised", GRAPHIC) for name in statuses),
        *((f"hue-ink-{hue}", f"hue-{shade}-{hue}", TEXT) for hue in HUES for shade in ("soft", "mid")),
        *((f"hue-solid-{hue}", "surface", GRAPHIC) for hue in HUES),
    ]


def test_the_measure_is_that_of_wcag() -> None:
    white, black, grey = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0), (0.18, 0.18, 0.18)
    assert round(_contrast(white, black), 2) == 21.0
    assert _contrast(grey, white) == _contrast(white, grey)
    assert all(abs(part - 1) < 0.002 for part in _shown(1, 0, 205))


def test_every_hue_that_people_may_choose_has_colours() -> None:
    assert {name for name, _, _ in _HUE.findall(CSS)} == set(HUES)


def test_every_pair_reaches_its_contrast() -> None:
    tokens = _read_tokens()
    weak = [
        f"{ink} on {back} in {mode}: {ratio:.2f}, needed {needed}"
        for ink, back, needed in _list_pairs()
        for mode, one, other in zip(MODES, tokens[ink], tokens[back], strict=True)
        if (ratio := _contrast(one, other)) < needed
    ]
    assert len(tokens) >= 80
    assert not weak, "\n".join(weak)
