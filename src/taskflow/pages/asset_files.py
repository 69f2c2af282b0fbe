"""The files of this release for browsers that nginx could not serve, and for development."""

from pathlib import Path

from quart import Blueprint, Response, current_app, request, send_file

from taskflow.pages.assets import PREFIX
from taskflow.platform.errors import NotFound
from taskflow.settings import Settings
from taskflow.web.application import without_database
from taskflow.web.authentication import public

routes = Blueprint("asset_files", __name__)
_KEEP_FOR_EVER = "public, max-age=31536000, immutable"
_KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
}


@routes.get(f"{PREFIX}<path:name>")
@public
@without_database
async def show(name: str) -> Response:
    """One built file; its name holds a hash of its content, so browsers keep it for ever."""
    path = find_file(current_app.settings, name)  # type: ignore[attr-defined]
    packed = path.with_name(path.name + ".gz")
    use_packed = "gzip" in request.headers.get("Accept-Encoding", "") and packed.is_file()
    response = await send_file(packed if use_packed else path, mimetype=_KINDS[path.suffix], conditional=True)
    response.headers["Cache-Control"] = _KEEP_FOR_EVER
    response.headers["Vary"] = "Accept-Encoding"
    if use_packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


def find_file(settings: Settings, name: str) -> Path:
    """The file of that name below the folder of the built assets. Raises NotFound for anything else."""
    folder = settings.assets_folder.resolve()
    path = (folder / name).resolve()
    if "\x00" in name or not path.is_relative_to(folder) or path.suffix not in _KINDS or not path.is_file():
        raise NotFound
    return path
