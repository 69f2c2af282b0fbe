"""What a task has in the fields of its project."""

import math
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskflow import projects, tasks
from taskflow.platform.errors import Conflict, Invalid, NotFound
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import FieldChanges, NewField, ProjectChanges
from taskflow.tasks import FieldValue, NewTask
from taskflow.tasks.field_values import LARGEST_NUMBER, LONGEST_TEXT, read_value
from taskflow.workspaces import Member
from taskflow.world import World

OPTION = str(uuid4())
KINDS = ("text", "number", "date", "select", "member")
ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text()) | st.binary()


def field(kind: str) -> dict[str, Any]:
    options = [{"id": OPTION, "name": "High", "hue": "rose"}] if kind == "select" else []
    return {"kind": kind, "name": "Severity", "options": options}


@given(st.sampled_from(KINDS), ANYTHING)
def test_any_value_is_kept_as_json_holds_it_or_refused_with_what_was_expected(kind: str, value: Any) -> None:
    told, kept = "", None
    try:
        kept = read_value(field(kind), value)
    except ValueError as error:
        told = str(error)
    if told:
        assert told.startswith("must be ")
    else:
        assert isinstance(kept, (int, float) if kind == "number" else str)
        assert not isinstance(kept, bool)
        assert read_value(field(kind), kept) == kept


@given(st.floats(allow_nan=True, allow_infinity=True) | st.integers())
def test_a_number_is_finite_and_bounded(value: float) -> None:
    if math.isfinite(value) and abs(value) <= LARGEST_NUMBER:
        assert read_value(field("number"), value) == value
    else:
        with pytest.raises(ValueError, match="a number between"):
            read_value(field("number"), value)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2999, 12, 31)))
def test_a_day_is_kept_as_it_is_written(day: date) -> None:
    assert read_value(field("date"), day.isoformat()) == day.isoformat()


@pytest.mark.parametrize(
    ("kind", "value"),
    [("text", ""), ("text", "x" * (LONGEST_TEXT + 1)), ("number", True), ("number", "7"), ("date", "2026-02-30"),
     ("date", "2026-11-25T09:00:00Z"), ("date", "0001-01-01"), ("select", "High"), ("member", "sam")],
)  # fmt: skip
def test_a_value_of_another_kind_is_refused(kind: str, value: object) -> None:
    with pytest.raises(ValueError, match="must be"):
        read_value(field(kind), value)


async def _make(member: Member, kind: str, *options: str) -> dict[str, Any]:
    given = {"name": kind, "kind": kind, "options": [{"name": name} for name in options]}
    return await projects.create_field(member, "WEB", NewField.model_validate(given))


async def test_a_task_shows_every_field_of_its_project_and_what_it_has_in_it(web: World, mateo: Member) -> None:
    async with unit_of_work():
        select = await _make(mateo, "select", "High", "Low")
        values = {
            (await _make(mateo, "text"))["id"]: "Paris",
            (await _make(mateo, "number"))["id"]: 2.5,
            (await _make(mateo, "date"))["id"]: "2026-11-25",
            select["id"]: select["options"][0]["id"],
            (await _make(mateo, "member"))["id"]: str(web.members["aiko"].id),
        }
        task = await tasks.create_task(mateo, "WEB", NewTask(title="x"))
        assert [(f["name"], f["value"]) for f in task["fields"]] == [
            (name, None) for name in ("select", "text", "number", "date", "member")
        ]
        for field_id, value in values.items():
            task = await tasks.set_field(mateo, "WEB-1", field_id, FieldValue(value=value))
    assert {f["id"]: f["value"] for f in task["fields"]} == {str(key): value for key, value in values.items()}
    assert task["version"] == 6


async def test_setting_a_field_twice_changes_nothing_and_clearing_empties_it(sam: Member) -> None:
    async with unit_of_work():
        field_id = (await _make(sam, "text"))["id"]
        task = await tasks.create_task(sam, "WEB", NewTask(title="x", fields={field_id: "a"}))
        assert (task["fields"][0]["value"], task["version"]) == ("a", 1)
        assert (await tasks.set_field(sam, "WEB-1", field_id, FieldValue(value="a")))["version"] == 1
        assert (await tasks.clear_field(sam, "WEB-1", field_id))["fields"][0]["value"] is None
        assert (await tasks.clear_field(sam, "WEB-1", field_id))["version"] == 2


async def test_a_value_that_does_not_fit_names_the_field_and_what_was_expected(sam: Member) -> None:
    async with unit_of_work():
        field_id = (await _make(sam, "number"))["id"]
        await tasks.create_task(sam, "WEB", NewTask(title="x"))
        with pytest.raises(Invalid, match="number must be a number") as error:
            await tasks.set_field(sam, "WEB-1", field_id, FieldValue(value="seven"))
        assert error.value.errors[0].pointer == "/value"
        with pytest.raises(Invalid) as error:
            await tasks.create_task(sam, "WEB", NewTask(title="y", fields={field_id: "seven"}))
        assert error.value.errors[0].pointer == f"/fields/{field_id}"
        with pytest.raises(NotFound):
            await tasks.set_field(sam, "WEB-1", uuid4(), FieldValue(value=1))


async def test_a_field_does_not_take_a_member_who_cannot_see_the_project(web: World, sam: Member) -> None:
    async with unit_of_work():
        field_id = (await _make(sam, "member"))["id"]
        await tasks.create_task(sam, "WEB", NewTask(title="x"))
        await projects.edit_project(sam, "WEB", ProjectChanges(visibility="private"), version=1)
        with pytest.raises(Invalid, match="can see the project"):
            await tasks.set_field(sam, "WEB-1", field_id, FieldValue(value=str(web.members["aiko"].id)))


async def test_an_option_that_a_task_has_cannot_go(sam: Member) -> None:
    async with unit_of_work():
        made = await _make(sam, "select", "High", "Low")
        high, low = made["options"]
        await tasks.create_task(sam, "WEB", NewTask(title="x", fields={made["id"]: high["id"]}))
        with pytest.raises(Conflict) as error:
            await tasks.edit_field(sam, "WEB", made["id"], FieldChanges.model_validate({"options": [low]}), version=1)
        assert error.value.code == "option_in_use"
        renamed = FieldChanges.model_validate({"options": [{**high, "name": "Urgent"}, {"name": "Later"}]})
        edited = await tasks.edit_field(sam, "WEB", made["id"], renamed, version=1)
    assert [option["name"] for option in edited["options"]] == ["Urgent", "Later"]
    assert edited["options"][0]["id"] == high["id"]


async def test_a_deleted_field_is_not_shown_any_more_and_the_others_close_up(sam: Member) -> None:
    async with unit_of_work():
        first, second = await _make(sam, "text"), await _make(sam, "number")
        await tasks.create_task(sam, "WEB", NewTask(title="x", fields={first["id"]: "a"}))
        await projects.delete_field(sam, "WEB", first["id"], version=1)
    assert [f["name"] for f in (await tasks.get_task(sam, "WEB-1"))["fields"]] == ["number"]
    project = await projects.get_project(sam, "WEB")
    assert (await projects.get_field(project, second["id"]))["position"] == 0


async def test_fields_are_moved_named_once_and_at_most_thirty(sam: Member) -> None:
    async with unit_of_work():
        await _make(sam, "text")
        second = await _make(sam, "number")
        await projects.edit_field(sam, "WEB", second["id"], FieldChanges(position=0), version=1)
        with pytest.raises(Invalid, match="another field"):
            await projects.create_field(sam, "WEB", NewField(name="TEXT", kind="date"))
        project = await projects.get_project(sam, "WEB")
        assert [row["name"] for row in await projects.list_fields(project)] == ["number", "text"]
        for number in range(28):
            await projects.create_field(sam, "WEB", NewField(name=f"f{number}", kind="text"))
        with pytest.raises(Conflict, match="at most 30"):
            await projects.create_field(sam, "WEB", NewField(name="one more", kind="text"))
