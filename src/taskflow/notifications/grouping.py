"""What one change told for one reason, as one entry of the inbox. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]


@dataclass(slots=True)
class Group:
    """Notifications of one change for one reason, the latest first."""

    rows: list[Row] = field(default_factory=list)

    @property
    def first(self) -> Row:
        """The one that stands for all."""
        return self.rows[0]

    @property
    def is_unread(self) -> bool:
        """True when one of them is not read."""
        return any(row["read_at"] is None for row in self.rows)


def group_rows(rows: Sequence[Row], limit: int, *, is_cut: bool) -> tuple[list[Group], Row | None]:
    """The groups of the first rows, `limit` at most, and the last row that is in them when there are more.

    With `is_cut` there may be rows behind the last: the group at the end is then left for the next page, unless it is
    the only one.
    """
    groups: dict[Any, Group] = {}
    ends = list[int]()  # after how many rows each group has begun
    taken = 0
    for row in rows:
        key = find_key(row)
        if key not in groups:
            if len(groups) == limit:
                break
            groups[key] = Group()
            ends.append(taken)
        groups[key].rows.append(row)
        taken += 1
    if taken == len(rows) and not is_cut:
        return list(groups.values()), None
    if taken == len(rows) and len(groups) > 1:
        last = groups.pop(next(reversed(groups)))
        if taken - ends[-1] == len(last.rows):  # nothing of another group stands behind its beginning
            taken = ends[-1]
        else:
            groups[find_key(last.first)] = last
    return list(groups.values()), rows[taken - 1] if taken else None


def find_key(row: Row) -> tuple[Any, str]:
    """What the rows of a group have in common."""
    return row["group_id"] or row["id"], row["reason"]
