"""Reports as they were built before: what nothing has changed is not counted again."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Any
from weakref import WeakValueDictionary

Row = dict[str, Any]


class KeptReports:
    """At most so many, by everything that they depend on; what was not asked for the longest time goes.

    They are the same objects for everybody: who reads one changes nothing in it.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._reports: OrderedDict[Hashable, Row] = OrderedDict()
        self._locks: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()

    async def get(self, key: Hashable, build: Callable[[], Awaitable[Row]]) -> Row:
        """The one that is kept under the key, else a new one; of many who ask at once, one builds it."""
        async with self._locks.setdefault(key, asyncio.Lock()):
            if key not in self._reports:
                self._reports[key] = await build()
            self._reports.move_to_end(key)
            report = self._reports[key]
        while len(self._reports) > self._most:
            self._reports.popitem(last=False)
        return report
