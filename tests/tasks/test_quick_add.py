"""One line, and what each piece of it means."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskflow import projects, tasks
from taskflow.platform import clock
from taskflow.platform.database import fetch
from taskflow.platform.errors import Forbidden, Invalid
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewLabel
from taskflow.tasks import QuickTask
from taskflow.tasks.quick_add import QuickLine, Surroundings, read_line
from taskflow.workspaces import Member
from taskflow.world import World

ME, MATEO, MARTA, AIKO = (UUID(int=number) for number in range(1, 5))
PEOPLE = [
    {"id": ME, "name": "Sam Otis"},
    {"id": MATEO, "name": "Mateo Ruiz"},
    {"id": MARTA, "name": "Marta Silva"},
    {"id": AIKO, "name": "Aiko Tanaka"},
]
LABELS = [{"id": "b", "name": "Bug"}, {"id": "n", "name": "Needs review"}, {"id": "e", "name": "Needs"}]
COLUMNS = [{"id": "t", "name": "To do"}, {"id": "p", "name": "In progress"}]
# A Wednesday, half past ten in Berlin.
NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def read(text: str, *, now: datetime = NOW, zone: str = "Europe/Berlin") -> QuickLine:
    """The line as Sam writes it in that zone at that moment."""
    return read_line(text, Surroundings(now, zone, now.astimezone(ZoneInfo(zone)).date(), ME, PEOPLE, LABELS, COLUMNS))


def told(line: QuickLine) -> list[tuple[str, str]]:
    """The pieces that were not understood, and why."""
    return [(piece.text, piece.reason) for piece in line.unknown]


def test_every_kind_of_piece_in_one_line() -> None:
    line = read("Fix login tomorrow 9am @mateo #bug !high ~2.5 every week >In progress")
    assert line.title == "Fix login"
    assert line.due_at == datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
    assert line.due_date is None
    assert [person["id"] for person in line.values["assignee"]] == [MATEO]
    assert [label["id"] for label in line.values["label"]] == ["b"]
    assert line.values["priority"] == ["high"]
    assert [float(value) for value in line.values["estimate"]] == [2.5]
    assert line.values["recurrence"] == ["FREQ=WEEKLY"]
    assert [column["id"] for column in line.values["column"]] == ["p"]
    assert told(line) == []


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", date(2026, 11, 25)),
        ("Tomorrow", date(2026, 11, 26)),
        ("by friday", date(2026, 11, 27)),
        ("fri", date(2026, 11, 27)),
        ("wednesday", date(2026, 12, 2)),
        ("next wed", date(2026, 12, 2)),
        ("next fri", date(2026, 12, 4)),
        ("on sun", date(2026, 11, 29)),
        ("next week", date(2026, 11, 30)),
        ("next month", date(2026, 12, 1)),
        ("in 3 days", date(2026, 11, 28)),
        ("in a week", date(2026, 12, 2)),
        ("in 3 months", date(2027, 2, 25)),
        ("2026-12-01", date(2026, 12, 1)),
        ("25 nov", date(2026, 11, 25)),
        ("nov 24", date(2027, 11, 24)),
        ("1st January", date(2027, 1, 1)),
        ("29 feb", date(2028, 2, 29)),
        ("31 dec 2027", date(2027, 12, 31)),
    ],
)
def test_days_are_read_as_people_write_them(words: str, day: date) -> None:
    for text in (f"Ship it {words}", f"{words} ship it", f"Ship {words}, it"):
        line = read(text)
        assert (line.due_date, line.due_at) == (day, None), text
        assert line.title.lower() == "ship it"


@pytest.mark.parametrize(
    "text",
    ["2026-02-30 x", "31 feb x", "in 99999 days x", "0 nov x", "the sun sat", "9 to 5", "25:00 x", "13pm x", "0am x",
     "Todays news", "a/b test", "/login is broken", "C# or F#", "sam@example.org", 'Say "tomorrow" and "@mateo"',
     "~~strike~~", "1 > 0", "Weekly report", "5 nov 1"],
)  # fmt: skip
def test_what_only_looks_like_a_field_stays_in_the_title(text: str) -> None:
    line = read(text)
    if text == "5 nov 1":
        assert (line.title, line.due_date) == ("1", date(2027, 11, 5))
        return
    assert line.title == text
    assert (line.understood, line.due_date, line.due_at) == ((), None, None)


@pytest.mark.parametrize(
    ("words", "hour"),
    [("9am", 9), ("9:30 am", 9.5), ("at 12pm", 12), ("12am", 0), ("14:30", 14.5), ("at 23:59", 23.983)],
)
def test_a_time_with_a_day_is_a_moment_in_the_zone_of_who_writes(words: str, hour: float) -> None:
    line = read(f"Call 1 dec {words}", zone="America/New_York")
    assert line.due_at is not None
    local = line.due_at.astimezone(ZoneInfo("America/New_York"))
    assert local.date() == date(2026, 12, 1)
    assert local.hour + local.minute / 60 == pytest.approx(hour, abs=0.001)


def test_a_time_without_a_day_is_the_next_such_time() -> None:
    assert read("Call 11:00").due_at == datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
    assert read("Call 10:00").due_at == datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


def test_today_is_the_day_where_the_member_is() -> None:
    late = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    assert read("x today", now=late, zone="Europe/Berlin").due_date == date(2026, 11, 26)
    assert read("x today", now=late, zone="America/New_York").due_date == date(2026, 11, 25)


def test_a_time_that_the_clocks_skip_or_show_twice_is_still_one_moment() -> None:
    assert read("x 2027-03-28 02:30").due_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert read("x 2027-10-31 02:30").due_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    before = datetime(2027, 3, 27, 12, 0, tzinfo=UTC)
    assert read("x tomorrow 9am", now=before).due_at == datetime(2027, 3, 28, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "who"),
    [("@me", ME), ("@aiko", AIKO), ("@a", AIKO), ("@MarTa", MARTA), ("@mateo.ruiz", MATEO), ("@mat,", MATEO)],
)
def test_a_member_is_named_by_as_much_of_the_name_as_only_they_have(words: str, who: UUID) -> None:
    assert [person["id"] for person in read(f"x {words}").values["assignee"]] == [who]


def test_what_could_be_several_or_none_stays_and_says_so() -> None:
    line = read("Ask @ma and @zoe about #crash !soon")
    assert line.title == "Ask @ma and @zoe about #crash !soon"
    assert told(line) == [
        ("@ma", "could be Mateo Ruiz, Marta Silva"),
        ("@zoe", "is nobody who can see the project"),
        ("#crash", "is no label of the project"),
        ("!soon", "is no priority"),
    ]


@pytest.mark.parametrize("words", ["#needs review", "#needs-review", "#NeedsReview"])
def test_a_name_of_several_words_is_found_as_a_whole(words: str) -> None:
    line = read(f"x {words} y")
    assert ([label["id"] for label in line.values["label"]], line.title) == (["n"], "x y")


def test_of_several_values_for_one_field_the_last_counts_and_the_others_stay() -> None:
    line = read("Prepare monday talk !low friday !high")
    assert (line.title, line.due_date, line.values["priority"]) == (
        "Prepare monday talk !low", date(2026, 11, 27), ["high"],
    )  # fmt: skip
    assert told(line) == [("monday", "is said again further on"), ("!low", "is said again further on")]


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("every day", "FREQ=DAILY"),
        ("every 2 weeks", "FREQ=WEEKLY;INTERVAL=2"),
        ("every friday", "FREQ=WEEKLY;BYDAY=FR"),
        ("every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("monthly", "FREQ=MONTHLY"),
    ],
)
def test_repetitions_are_rules_of_rfc_5545(words: str, rule: str) -> None:
    line = read(f"Water the plants {words}")
    assert (line.title, line.values["recurrence"], line.due_date) == ("Water the plants", [rule], None)


# Naive: what a clock on the wall shows.
_FIRST, _LAST = (datetime(year, 1, 1) for year in (1990, 2100))  # noqa: DTZ001
_WORDS = st.sampled_from(
    ["today", "9am", "@mateo", "@", "#bug", "#", "!high", "~5", "every", "week", "next", "fri", "25", "nov", '"',
     ">To do", "in", "3", "days", "2026-11-25", "\u0130", "ß", "\n", "99:99", "29 feb", "99999", "daily"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=80), st.lists(_WORDS | st.text(max_size=5), max_size=12).map(" ".join)))
def test_any_text_is_read_and_nothing_of_it_is_lost(text: str) -> None:
    line = read(text)
    pieces, position, rest = line.understood, 0, []
    for piece in pieces:
        assert position <= piece.start < piece.end <= len(text)
        assert text[piece.start :].startswith(piece.text)
        rest.append(text[position : piece.start])
        position = piece.end
    assert line.title == " ".join(" ".join([*rest, text[position:]]).split())
    for piece in line.unknown:
        assert text[piece.start : piece.end] in {piece.text, *(piece.text + sign for sign in ",.;")}
        assert piece.reason
    assert line.due_date is None or line.due_at is None


@given(st.datetimes(_FIRST, _LAST), st.sampled_from(["Europe/Berlin", "Asia/Kolkata"]))
def test_any_time_of_any_day_is_one_moment(moment: datetime, zone: str) -> None:
    line = read(f"x {moment:%Y-%m-%d} {moment:%H:%M}", zone=zone)
    assert line.due_at is not None
    shift = line.due_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) - moment.replace(second=0, microsecond=0)
    assert shift.total_seconds() in {0, 3600}


async def test_the_task_is_made_with_all_of_it(web: World, sam: Member) -> None:
    with clock.pinned(NOW):
        async with unit_of_work():
            label = await projects.create_label(sam, "WEB", NewLabel(name="Bug"))
            task = await tasks.create_quick_task(
                sam, "WEB", QuickTask(text="Fix login tomorrow 9am @mateo #bug !high >Done @zoe")
            )
    assert (task["title"], task["priority"], task["column"]["name"]) == ("Fix login @zoe", "high", "Done")
    assert task["due_zone"] == sam.time_zone
    assert [person["id"] for person in task["assignees"]] == [str(web.members["mateo"].id)]
    assert [row["id"] for row in task["labels"]] == [str(label["id"])]
    assert [piece["field"] for piece in task["understood"]] == ["due", "due", "assignee", "label", "priority", "column"]
    assert [(piece["text"], piece["start"], piece["end"]) for piece in task["unknown"]] == [("@zoe", 47, 51)]


async def test_a_line_without_words_for_the_title_is_refused(sam: Member) -> None:
    async with unit_of_work():
        for text in ("tomorrow !high", "@me", "x" * 400):
            with pytest.raises(Invalid) as refused:
                await tasks.create_quick_task(sam, "WEB", QuickTask(text=text))
            assert {error.pointer for error in refused.value.errors} == {"/text"}
        assert await fetch("select 1 from tasks") == []


async def test_a_preview_makes_nothing(sam: Member, lena: Member) -> None:
    async with unit_of_work():
        told: dict[str, Any] = await tasks.preview_quick_task(sam, "WEB", "Ship it !high")
        with pytest.raises(Forbidden):
            await tasks.preview_quick_task(lena, "WEB", "Ship it")
    assert (told["title"], told["due_date"]) == ("Ship it", None)
    assert told["understood"] == [
        {"text": "!high", "start": 8, "end": 13, "field": "priority", "value": "high", "name": None}
    ]
    assert await fetch("select 1 from tasks") == []


async def test_a_line_gives_an_estimate_and_a_repetition(sam: Member) -> None:
    async with unit_of_work():
        task = await tasks.create_quick_task(sam, "WEB", QuickTask(text="Water the plants ~5 every week !low"))
    assert (task["title"], task["priority"]) == ("Water the plants", "low")
    assert (task["estimate"], task["recurrence"]) == (5, "FREQ=WEEKLY")
    assert task["due_date"] == clock.today(sam.time_zone)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Stand-up every weekday", "2026-11-30"),
        ("Stand-up every day", "2026-11-28"),
        ("Stand-up every friday", "2026-12-04"),
        ("Stand-up every friday 28 nov", "2026-11-28"),
        ("Stand-up every weekday 9am", "2026-11-30T08:00:00+00:00"),
        ("Stand-up daily 9am", "2026-11-29T08:00:00+00:00"),
    ],
)
async def test_a_repetition_without_a_day_begins_on_the_first_that_it_means(sam: Member, text: str, due: str) -> None:
    saturday = datetime(2026, 11, 28, 12, tzinfo=UTC)
    with clock.pinned(saturday):
        async with unit_of_work():
            task = await tasks.create_quick_task(sam, "WEB", QuickTask(text=text))
    assert (task["due_date"] or task["due_at"]).isoformat() == due
