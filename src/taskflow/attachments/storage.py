"""Where the bytes of files are: a folder, or a bucket that speaks S3. A write is there whole or not at all."""

from collections.abc import AsyncIterator
from datetime import datetime
from functools import cached_property
from typing import Any, cast

from taskflow.platform.errors import NotFound
from taskflow.settings import Settings

CHUNK_BYTES = 256 * 1024
LISTED_AT_ONCE = 500
_PART_BYTES = 5 * 1024 * 1024  # the least that S3 takes as a part


class Storage:
    """Writes, reads and deletes by key. Raises OSError or what obstore raises when the storage does not answer."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def write(self, key: str, chunks: AsyncIterator[bytes]) -> None:
        """Keep what comes under `key`. What `chunks` raises is raised, and nothing is kept."""
        import obstore  # noqa: PLC0415  some megabytes that only those need who use files

        await obstore.put_async(self._store, key, chunks, chunk_size=_PART_BYTES)

    async def read(self, key: str) -> AsyncIterator[bytes]:
        """The bytes, in chunks. Raises NotFound before the first one when they are not there."""
        import obstore  # noqa: PLC0415

        try:
            found = await obstore.get_async(self._store, key)
        except FileNotFoundError:
            raise NotFound("The file is no longer in the storage") from None
        return _stream(found)

    async def delete(self, key: str) -> None:
        """Forget it; a second time is no error."""
        import obstore  # noqa: PLC0415

        try:
            await obstore.delete_async(self._store, key)
        except FileNotFoundError:
            return

    async def list_all(self) -> AsyncIterator[list[tuple[str, datetime]]]:
        """Every key and when it was written, in batches."""
        import obstore  # noqa: PLC0415

        async for batch in obstore.list(self._store, chunk_size=LISTED_AT_ONCE):
            yield [(entry["path"], entry["last_modified"]) for entry in batch]

    @cached_property
    def _store(self) -> Any:
        from obstore import store  # noqa: PLC0415

        settings = self._settings
        if not settings.attachments_url:
            return store.LocalStore(settings.data_folder / "attachments", mkdir=True)
        secret = settings.attachments_secret_key
        given: dict[str, Any] = {
            "endpoint": settings.attachments_endpoint,
            "region": settings.attachments_region,
            "access_key_id": settings.attachments_access_key,
            "secret_access_key": secret.get_secret_value() if secret else "",
        }
        return store.S3Store.from_url(
            settings.attachments_url,
            config=cast("store.S3Config", {name: value for name, value in given.items() if value}),
            client_options={"allow_http": settings.attachments_endpoint.startswith("http://"), "timeout": "60s"},
        )


async def _stream(found: Any) -> AsyncIterator[bytes]:
    async for chunk in found.stream(min_chunk_size=CHUNK_BYTES):
        yield bytes(chunk)


_storage: Storage | None = None


def keep_in(storage: Storage | None) -> None:
    """Where this process keeps files; None is nowhere."""
    global _storage  # noqa: PLW0603  the one place where the process' storage is known
    _storage = storage


def find_storage() -> Storage:
    """Where this process keeps files. Raises RuntimeError before `keep_in`."""
    if _storage is None:
        raise RuntimeError("no storage for files: call keep_in first")
    return _storage
