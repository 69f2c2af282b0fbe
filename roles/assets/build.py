"""From sources to the folder that is served: stylesheets, scripts, one sprite, the third-party files."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from roles.assets.errors import AssetError
from roles.assets.fingerprints import write_assets
from roles.assets.packages import fetch_packages, read_licences, read_vendored
from roles.assets.sprite import build_sprite, find_icons
from roles.assets.stylesheet import pack

HERE = Path(__file__).parents[2]
SOURCE, OUT, CACHE = HERE / "web_assets", HERE / "web_assets/build", HERE / ".dev/npm"
Report = Callable[[str], None]


def main(words: Sequence[str]) -> int:
    """`python -m roles assets [--out DIR]`; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m roles assets", description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT, help="the folder to write to (default: web_assets/build)")
    arguments = parser.parse_args(words)
    try:
        build_assets(SOURCE, arguments.out, print)
    except (AssetError, OSError) as error:
        print(f"assets: {error}", file=sys.stderr)
        return 1
    return 0


def build_assets(source: Path, out: Path, report: Report, *, cache: Path = CACHE) -> None:
    """Build the assets of `source` (the folder `web_assets`) into `out`, telling `report` what takes time.

    `cache` keeps the npm packages; npm runs only when the lock file has changed. Raises AssetError.
    """
    packages = fetch_packages(source, cache, report)
    files = collect_files(source, packages)
    manifest = write_assets(files, out)
    report(f"{len(manifest)} assets in {os.path.relpath(out)}")


def collect_files(source: Path, packages: Path) -> dict[str, bytes]:
    """Every file by the name that templates know it by, before fingerprints."""
    static = source / "static"
    icons = find_icons(source / "templates")
    own = {path.relative_to(static).as_posix(): path.read_bytes() for path in sorted(static.glob("js/*.js"))}
    # What only some pages need, each a file of its own.
    own |= {path.name: pack(path.read_bytes()) for path in sorted(static.glob("css/pages/*.css"))}
    return {
        "app.css": pack(b"".join(path.read_bytes() for path in sorted(static.glob("css/*.css")))),
        "icons.svg": build_sprite(icons, packages / "lucide-static/icons", static / "icons"),
        "favicon.svg": (static / "icons/mark.svg").read_bytes(),
        "licences.txt": read_licences(source, packages),
        **own,
        **read_vendored(source, packages),
    }
