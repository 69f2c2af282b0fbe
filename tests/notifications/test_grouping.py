"""What one change told is one entry; pages of entries lose no row and show none twice."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from taskflow.notifications.grouping import Row, find_key, group_rows

# Rows of three changes, and rows of no change at all, in any order.
KEYS = st.lists(st.sampled_from([1, 2, 3, None]), max_size=40)


def _rows(keys: list[int | None]) -> list[Row]:
    return [
        {
            "id": UUID(int=place),
            "group_id": UUID(int=9000 + key) if key else None,
            "reason": "assigned",
            "read_at": None,
        }
        for place, key in enumerate(keys)
    ]


@given(KEYS, st.integers(1, 6), st.integers(8, 20))
def test_the_pages_hold_every_row_once(keys: list[int | None], limit: int, scanned: int) -> None:
    rows, seen, pages = _rows(keys), list[Row](), 0
    left = rows
    while True:
        window = left[:scanned]
        groups, last = group_rows(window, limit, is_cut=len(window) == scanned)
        assert len(groups) <= limit
        assert len({find_key(group.first) for group in groups}) == len(groups)
        seen += [row for group in groups for row in group.rows]
        pages += 1
        if last is None:
            break
        assert pages <= len(rows) + 1
        left = left[left.index(last) + 1 :]
    assert sorted(row["id"] for row in seen) == [row["id"] for row in rows]


def test_a_group_that_goes_on_behind_the_window_is_left_for_the_next_page() -> None:
    rows = _rows([None, None, *[1] * 6])
    groups, last = group_rows(rows, 5, is_cut=True)
    assert ([len(group.rows) for group in groups], last) == ([1, 1], rows[1])
    groups, last = group_rows(rows[2:], 5, is_cut=False)
    assert ([len(group.rows) for group in groups], last) == ([6], None)
