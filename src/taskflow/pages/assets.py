"""The built assets by name: the address and the digest that pages give to browsers."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Self

PREFIX = "/assets/"


class AssetsMissing(Exception):
    """The assets are not built, or a template names one that there is not; the message says what to do."""


class AssetManifest:
    """What the asset build wrote down: the hashed file and the integrity of every asset."""

    def __init__(self, entries: Mapping[str, Mapping[str, str]]) -> None:
        self._entries = entries

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The manifest in the folder of the built assets. Raises AssetsMissing."""
        try:
            return cls(json.loads((folder / "manifest.json").read_bytes()))
        except FileNotFoundError:
            raise AssetsMissing(f"{folder} holds no built assets: run `python -m roles assets`") from None

    def url(self, name: str) -> str:
        """The address of an asset, such as `/assets/app-0123456789.css` for `app.css`. Raises AssetsMissing."""
        return PREFIX + self._entry(name)["file"]

    def integrity(self, name: str) -> str:
        """The asset's digest for an `integrity` attribute. Raises AssetsMissing."""
        return self._entry(name)["integrity"]

    def icon_href(self, name: str) -> str:
        """The address of an icon in the sprite."""
        return f"{self.url('icons.svg')}#{name}"

    def _entry(self, name: str) -> Mapping[str, str]:
        try:
            return self._entries[name]
        except KeyError:
            raise AssetsMissing(f"there is no asset {name!r}; there are {', '.join(sorted(self._entries))}") from None
