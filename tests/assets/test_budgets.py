"""What a browser fetches on its first visit stays small (gzip, in bytes)."""

from pathlib import Path

import pytest

from taskflow.pages.assets import AssetManifest

KB = 1000
# The font is as its package has it: a cut one would be 4 KB smaller and need a font tool in the build.
BUDGETS = {"app.css": 15 * KB, "icons.svg": 4 * KB, "fonts/figtree.woff2": 21 * KB}
# What only some pages load; none of it is fetched on a first visit.
LATER = {"analytics.css": 4 * KB}
SCRIPTS = 32 * KB
PAGE = 15 * KB


def _size(built: Path, name: str) -> int:
    file = built / AssetManifest.load(built).url(name).removeprefix("/assets/")
    packed = Path(f"{file}.gz")
    return (packed if packed.exists() else file).stat().st_size


@pytest.mark.parametrize("name", [*BUDGETS, *LATER])
def test_a_file_stays_within_its_budget(built: Path, name: str) -> None:
    assert _size(built, name) <= (BUDGETS | LATER)[name]


def test_every_stylesheet_has_a_budget(built: Path) -> None:
    names = {path.name.partition("-")[0] + ".css" for path in built.glob("*.css")}
    assert names == {name for name in BUDGETS | LATER if name.endswith(".css")}


def test_the_scripts_together_stay_within_theirs(built: Path) -> None:
    names = [path.relative_to(built) for path in [*built.glob("js/*.js"), *built.glob("vendor/*.js")]]
    assert names
    assert sum(Path(f"{built / name}.gz").stat().st_size for name in names) <= SCRIPTS


def test_a_first_visit_is_at_most_100_kb() -> None:
    assert PAGE + SCRIPTS + sum(BUDGETS.values()) <= 100 * KB
