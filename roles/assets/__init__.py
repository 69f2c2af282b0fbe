"""The files that browsers are sent: built from `web_assets` and npm packages, named for their content."""

from roles.assets.build import build_assets, main
from roles.assets.errors import AssetError

__all__ = ["AssetError", "build_assets", "main"]
