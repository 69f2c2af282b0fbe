"""The real assets, built once. Their packages come from the folder that `bin/dev` keeps them in."""

from pathlib import Path

import pytest

from roles.assets.build import CACHE, SOURCE, build_assets
from roles.assets.packages import fetch_packages


@pytest.fixture(scope="session")
def packages() -> Path:
    """The npm packages of the lock file."""
    return fetch_packages(SOURCE, CACHE, lambda _: None)


@pytest.fixture(scope="session")
def built(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built assets."""
    out = tmp_path_factory.mktemp("built")
    build_assets(SOURCE, out, lambda _: None)
    return out
