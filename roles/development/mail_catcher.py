"""A mail server on loopback that delivers nothing: what TaskFlow sends is kept in a folder, for `/operator/mail`."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from roles.embedded.ports import HOST

KEPT = 200


class _Keeper:
    """Writes each mail to a file that is called by its moment, and forgets the oldest."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  its name there
        """Keep a mail."""
        await asyncio.to_thread(self._keep, envelope.original_content or b"")
        return "250 Kept"

    def _keep(self, content: bytes) -> None:
        file = self._folder / f"{time.time_ns():020}.eml"
        unfinished = file.with_suffix(".new")
        unfinished.write_bytes(content)
        unfinished.rename(file)
        for old in sorted(self._folder.glob("*.eml"))[:-KEPT]:
            old.unlink(missing_ok=True)


@contextlib.asynccontextmanager
async def catch_mail(folder: Path) -> AsyncIterator[int]:
    """Inside, mail sent to the port that this gives is kept in `folder`, the last KEPT of them."""
    loop, keeper = asyncio.get_running_loop(), _Keeper(folder)
    server = await loop.create_server(
        lambda: SMTP(keeper, loop=loop, hostname="localhost", enable_SMTPUTF8=True), HOST, 0
    )
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
