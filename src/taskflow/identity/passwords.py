"""Passwords: argon2id off the event loop, with a bound on how many run at once."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

# OWASP's minimum for argon2id: 19 MiB, two passes. About 20 ms of CPU.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_THREADS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")
_AT_ONCE = asyncio.Semaphore(8)
_NOBODYS = _HASHER.hash("nobody's password, so that an unknown address takes as long as a known one")


async def hash_password(password: str) -> str:
    """The argon2id hash of `password` in PHC string form."""
    async with _AT_ONCE:
        return await asyncio.get_running_loop().run_in_executor(_THREADS, _HASHER.hash, password)


async def verify_password(password: str, password_hash: str | None) -> bool:
    """True when `password` is the one behind the hash. None takes as long and is never right."""
    async with _AT_ONCE:
        right = await asyncio.get_running_loop().run_in_executor(_THREADS, _verify, password, password_hash or _NOBODYS)
    return right and password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """True when the hash was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)


def _verify(password: str, password_hash: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password)
    except VerificationError:
        return False
