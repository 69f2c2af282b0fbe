"""The filter language: what it reads, how it explains its errors, and that the database takes every filter."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taskflow import search, tasks
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch
from taskflow.platform.errors import Invalid
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.tasks import FilterError, NewTask, build_condition, build_filter, parse_filter, print_filter, read_sort
from taskflow.workspaces import Member

# Both ends of what the language can be given: its own pieces in any order, and any text at all.
PIECES = [
    "status:open", "status:all", "assignee:me", "assignee:none", '-assignee:@"Priya Nair"', "due<7d", "due:today",
    "due:overdue", "due:none", "due:this-week", "due>=2026-11-25", "due<=-3m", "start:next-month", "label:bug",
    "label:none", "priority>=high", "priority:urgent", 'column:"In review"', "category:doing", "project:WEB",
    "created>-30d", "updated:yesterday", "completed<today", "completed:none", "estimate>=3", "estimate:none",
    "has:attachments", "has:comments", "has:subtasks", "has:description", "is:blocked", "is:overdue", "is:recurring",
    "is:subtask", "parent:WEB-3", "parent:none", "watching:me", "author:me", "author:@sam", "login", '"a \\"phrase"',
    "%", "-", "_x", "https://a.b/c?d=e",
    "column:0193623a-7c00-7000-8000-000000000001", "assignee:0193623a-7c00-7000-8000-000000000001",
]  # fmt: skip
GLUE = [*PIECES, "or", "and", "not", "(", ")", "-(", "due<", "nope:x", '"', "estimate:x", "priority>none"]
tokens = st.lists(st.sampled_from(GLUE), max_size=14).map(" ".join)
whole = st.recursive(
    st.sampled_from(PIECES),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(" ".join),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} or {two[1]})"),
        inner.map(lambda one: f"not ({one})"),
    ),
    max_leaves=12,
)
SHARED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(st.one_of(tokens, st.text(max_size=80), st.text(alphabet='ab:<>=-()"\\@ ', max_size=30)))
def test_the_parser_raises_nothing_but_its_error_and_its_print_is_stable(text: str) -> None:
    node, position = None, 0
    try:
        node = parse_filter(text)
    except FilterError as error:
        position = error.position
    assert 0 <= position <= len(text)
    assert node is None or parse_filter(print_filter(node)) == node


@given(whole)
def test_every_filter_survives_being_printed(text: str) -> None:
    node = parse_filter(text)
    printed = print_filter(node)
    assert parse_filter(printed) == node
    assert print_filter(parse_filter(printed)) == printed


@given(text=whole)
@SHARED
async def test_the_database_takes_every_filter(sam: Member, text: str) -> None:
    for options in ({}, {"match": search.match_words}):
        page = await tasks.list_tasks(sam, parse_filter(text), **options)
        assert page.items == []
    await search.search_tasks(sam, parse_filter(text))


@pytest.mark.parametrize(
    ("text", "position", "found", "suggestion"),
    [
        ("status:opne", 7, "opne", "open"),
        ("login lable:bug", 6, "lable", "label"),
        ("priority>=hihg", 10, "hihg", "high"),
        ("due:tomorow", 4, "tomorow", "tomorrow"),
        ("label>bug", 5, ">", None),
        ("(a or b", 7, "the end of the filter", None),
        ("a )", 2, ")", None),
        ("a or", 4, "the end of the filter", None),
        ('say "hello', 4, '"', None),
        ("due<none", 4, "none", None),
        ("due:", 4, "", None),
        ("due:2026-02-30", 4, "2026-02-30", None),
        ("parent:12", 7, "12", None),
    ],
)
def test_an_error_says_where_what_and_what_else(text: str, position: int, found: str, suggestion: str | None) -> None:
    with pytest.raises(FilterError) as caught:
        parse_filter(text)
    assert (caught.value.position, caught.value.found, caught.value.suggestion) == (position, found, suggestion)
    assert caught.value.expected


@pytest.mark.parametrize("text", ["x" * 1001, "x " * 51, "(" * 21 + "x" + ")" * 21, "-" * 30 + "x", "a\0b", "\ud800"])
def test_what_is_too_long_or_too_deep_is_refused(text: str) -> None:
    with pytest.raises(FilterError):
        parse_filter(text)


def test_a_faulty_parameter_is_named_with_its_position() -> None:
    with pytest.raises(Invalid) as caught:
        build_filter("status:opne")
    assert caught.value.errors[0].pointer == "/query/filter"
    assert caught.value.extra["position"] == 7
    assert caught.value.extra["expected"] == ["open", "done", "all"]
    with pytest.raises(Invalid) as caught:
        build_filter(due="<tody")
    assert (caught.value.errors[0].pointer, caught.value.extra["position"]) == ("/query/due", 1)
    assert caught.value.extra["suggestion"] == "today"


def test_simple_parameters_say_the_same_as_the_language() -> None:
    simple = build_filter(project_key="WEB", assignee="me", priority="high", label="bug", due="<7d", words="log in")
    said = parse_filter("project:WEB status:open assignee:me priority:high label:bug due<7d log in")
    assert simple == said
    assert build_filter("completed:today") == parse_filter("completed:today")


async def test_every_value_is_a_parameter(sam: Member) -> None:
    values: list[Any] = []
    condition = build_condition(sam, parse_filter('label:"x\' or 1=1 --" column:"\'; drop" it\'s'), values)
    assert "drop" not in condition
    assert "1=1" not in condition
    assert values == ["x' or 1=1 --", "'; drop", "it's"]


async def create(member: Member, title: str, **values: Any) -> None:
    async with unit_of_work():
        await tasks.create_task(member, "WEB", NewTask.model_validate({"title": title, **values}))


async def found(member: Member, text: str) -> set[str]:
    return {row["title"] for row in (await tasks.list_tasks(member, parse_filter(text))).items}


async def test_days_are_those_of_the_member(sam: Member, mateo: Member) -> None:
    with clock.pinned(datetime(2026, 11, 25, 12, tzinfo=UTC)):
        await create(sam, "today", due_date="2026-11-25", assignees=[mateo.id], priority="high")
        await create(sam, "late", due_date="2026-11-24", priority="low")
        await create(sam, "sunday", due_date="2026-11-29")
        await create(sam, "monday", due_date="2026-11-30")
        # 23:30 UTC is the next day in Berlin.
        await create(sam, "night", due_at="2026-11-25T23:30:00Z", due_zone="UTC")
        await create(sam, "never")
        expected = {
            "due:today": {"today"}, "due:overdue": {"late"}, "is:overdue": {"late"}, "due:none": {"never"},
            "due:tomorrow": {"night"}, "due:this-week": {"today", "late", "sunday", "night"},
            "due:next-week": {"monday"},
            "due<1d": {"today", "late"}, "due<=1d": {"today", "late", "night"}, "due>=2026-11-29": {"sunday", "monday"},
            "-due>=2026-11-29": {"today", "late", "night", "never"}, "priority>=high": {"today"},
            "priority>none": {"today", "late"}, "assignee:@mateo or due:none": {"today", "never"},
            "created:today -due:none due>2026-11-29": {"monday"}, "created<today": set(),
        }  # fmt: skip
        for text, titles in expected.items():
            assert await found(sam, text) == titles, text
        assert await found(mateo, "assignee:me") == {"today"}


@pytest.mark.parametrize(("moment", "is_that_day"), [("21:59:59", False), ("22:00:00", True)])
async def test_a_day_begins_at_its_midnight_on_the_day_the_clocks_change(
    sam: Member, moment: str, *, is_that_day: bool
) -> None:
    assert sam.time_zone == "Europe/Berlin"
    # On 25 October 2026 clocks go back: the day begins at 22:00 UTC and ends at 23:00 UTC.
    with clock.pinned(datetime.fromisoformat(f"2026-10-24T{moment}+00:00")):
        await create(sam, "one")
    assert bool(await found(sam, "created:2026-10-25")) is is_that_day
    with clock.pinned(datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)):
        await create(sam, "last")
    assert "last" in await found(sam, "created:2026-10-25")


KEYS = st.lists(st.sampled_from(tasks.SORT_KEYS), min_size=1, max_size=3, unique=True)
ORDERS = KEYS.flatmap(lambda keys: st.tuples(*(st.sampled_from([key, f"-{key}"]) for key in keys)).map(",".join))


@given(sort=ORDERS, limit=st.integers(1, 4))
@SHARED
async def test_pages_of_any_order_are_the_whole_list(sam: Member, sort: str, limit: int) -> None:
    if not await fetch("select 1 from tasks limit 1"):
        for number in range(9):
            due = date(2026, 12, 1 + number // 3) if number % 3 else None
            await create(sam, f"T{number % 4}", due_date=due, priority=tasks.PRIORITIES[number % 3])
        await execute("update tasks set estimate = $1, completed_at = now() where number % 4 = 0", Decimal("2.50"))
        await execute("update tasks set updated_at = $1 where number % 2 = 0", datetime(2026, 1, 1, tzinfo=UTC))
    order, seen, after = read_sort(sort), list[dict[str, Any]](), None
    while True:
        page = await tasks.list_tasks(sam, build_filter(status="all"), order=order, after=after, limit=limit)
        seen += page.items
        after = page.next_cursor
        if after is None:
            break
    every = (await tasks.list_tasks(sam, build_filter(status="all"), order=order, limit=200)).items
    assert [row["id"] for row in seen] == [row["id"] for row in every]
    assert len({row["id"] for row in seen}) == 9
    key, first = sort.split(",", maxsplit=1)[0].removeprefix("-"), sort.startswith("-")
    columns = {"due": "due_date", "completed": "completed_at", "start": "start_date", "created": "created_at"}
    column = {"updated": "updated_at", **columns}.get(key, key)
    if key not in {"priority", "estimate"}:
        told = [row[column] for row in seen]
        filled = [value for value in told if value is not None]
        assert told[: len(filled)] == filled, "what has no value comes last"
        assert all(one >= two if first else one <= two for one, two in pairwise(filled))


@pytest.mark.parametrize("text", ["", "nonsense", "due,due", "due,-due", "number,title,due,updated", "--due", "due,"])
def test_an_order_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_sort(text)
    assert caught.value.errors[0].pointer == "/query/sort"
