"""What happened, in sentences."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from taskflow.activity import ACTIONS
from taskflow.pages.feed import build_entry, group_by_day
from taskflow.pages.feed_names import Names, find_named

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
MATEO, TASK, OTHER, LABEL, COLUMN, PROJECT, FIELD = (uuid4() for _ in range(7))
NAMES = Names(
    members={MATEO: {"id": MATEO, "name": "Mateo Ruiz", "hue": "blue"}},
    tasks={
        TASK: {"id": TASK, "key": "WEB-12", "title": "Fix the login page", "deleted": False},
        OTHER: {"id": OTHER, "key": "WEB-3", "title": "Choose the fonts", "deleted": False},
    },
    parts={
        LABEL: {"id": LABEL, "name": "Bug"},
        COLUMN: {"id": COLUMN, "name": "Doing"},
        PROJECT: {"id": PROJECT, "name": "Website relaunch"},
        FIELD: {"id": FIELD, "name": "Severity"},
    },
    slug="meridian",
)


def event(action: str, subject: tuple[str, UUID] = ("task", TASK), **changes: Any) -> dict[str, Any]:
    return {
        "action": action,
        "actor_kind": "member",
        "actor_id": MATEO,
        "subject_type": subject[0],
        "subject_id": subject[1],
        "changes": changes,
        "at": NOW,
    }


def read(entry: dict[str, Any]) -> str:
    sentence = "".join(part["text"] for part in entry["parts"])
    return f"{sentence}: {entry['detail']}" if entry["detail"] else sentence


@pytest.mark.parametrize(
    ("happened", "sentence"),
    [
        (event("task.created", column=[None, "To do"], title=[None, "x"]), "created Fix the login page: in To do"),
        (
            event("task.created", column=[None, "To do"], copied_from=[None, "WEB-1"]),
            "created Fix the login page: in To do, a copy of WEB-1",
        ),
        (
            event("task.transferred", key=["WEB-1", "APP-1"], dropped_labels=[[{"id": "1", "name": "Bug"}], []]),
            "moved Fix the login page to another project: WEB-1 → APP-1, without Bug",
        ),
        (event("task.moved", column=["To do", "Doing"]), "moved Fix the login page: To do → Doing"),
        (event("task.moved", column=["To do", "To do"]), "moved Fix the login page: to another place in To do"),
        (event("task.completed", column=["Doing", "Done"]), "completed Fix the login page"),
        (
            event("task.completed", column=["Doing", "Done"], forced=[None, True], open_blockers=[None, [str(OTHER)]]),
            "completed Fix the login page: although it was blocked by WEB-3",
        ),
        (
            event("task.moved", column=["Doing", "Done"], forced=[None, True], open_blockers=[None, [str(uuid4())]]),
            "moved Fix the login page: Doing → Done, although it was blocked by a task",
        ),
        (
            event("task.blocked", blocker_id=[None, str(OTHER)]),
            "made Fix the login page wait for another task: WEB-3",
        ),
        (
            event("task.edited", parent_id=[None, str(OTHER)], version=[1, 2]),
            "changed Fix the login page: parent none → WEB-3",
        ),
        (
            event("task.created", column=[None, "To do"], parent_id=[None, str(OTHER)]),
            "created Fix the login page: in To do, below WEB-3",
        ),
        (
            event("task.restored", deleted_at=["x", None], parent_id=[str(OTHER), None]),
            "took Fix the login page out of the trash: not below WEB-3 any more, which is in the trash",
        ),
        (event("task.assigned", member_id=[None, str(MATEO)]), "assigned Fix the login page: Mateo Ruiz"),
        (event("task.labelled", label_id=[None, str(LABEL)]), "put a label on Fix the login page: Bug"),
        (
            event("task.field_set", field=["Severity", "Severity"], value=[None, "id"], text=[None, "High"]),
            "filled in a field of Fix the login page: Severity none → High",
        ),
        (
            event("task.field_set", field=["Reviewer", "Reviewer"], text=[str(MATEO), None]),
            "filled in a field of Fix the login page: Reviewer Mateo Ruiz → none",
        ),
        (event("task.labelled", label_id=[None, str(uuid4())]), "put a label on Fix the login page"),
        (
            event("task.edited", priority=["none", "high"], due_date=[None, "2026-11-27"], version=[1, 2]),
            "changed Fix the login page: due date none → 27 Nov 2026 and priority none → high",
        ),
        (
            event("task.edited", due_date=["2026-11-27", None], due_at=[None, "2026-11-28T09:00:00Z"], due_zone=[0, 1]),
            "changed Fix the login page: due date 27 Nov 2026 → 28 Nov 2026",
        ),
        (event("task.edited", description=["", "long"]), "changed Fix the login page: description"),
        (
            event("comment.posted", body=[None, "p95 is\n**38 ms**"]),
            "commented on Fix the login page: p95 is **38 ms**",
        ),
        (event("comment.deleted", body=["gone", None]), "deleted a comment on Fix the login page"),
        (event("task.deleted", ("task", uuid4())), "moved a task to the trash"),
        (event("project.edited", ("project", PROJECT), hue=["teal", "clay"]), None),
        (event("column.edited", ("column", COLUMN), wip_limit=[None, 4]), "changed the column Doing: limit none → 4"),
        (event("field.moved", ("field", FIELD), position=[0, 1]), "moved the field Severity"),
        (
            event("project.edited", ("project", uuid4()), hue=["teal", "clay"]),
            "changed the project one that is gone: colour teal → clay",
        ),
        (event("column.deleted", ("column", uuid4()), name=["Old", None]), "deleted the column Old"),
        (event("label.created", ("label", LABEL), name=[None, "Bug"], hue=[None, "clay"]), "added the label Bug"),
        (event("member.role_changed", ("member", MATEO), role=["guest", "admin"]), None),
    ],
)
def test_a_fact_reads_as_a_sentence(happened: dict[str, Any], sentence: str | None) -> None:
    told = read(build_entry(happened, NAMES, "UTC", NOW))
    if sentence is None:
        sentence = {
            "project.edited": "changed the project Website relaunch: colour teal → clay",
            "member.role_changed": "changed the role of Mateo Ruiz: role guest → admin",
        }[happened["action"]]
    assert told == f"Mateo Ruiz {sentence}"


def test_every_action_can_be_told_even_when_nothing_is_known_any_more() -> None:
    for action in ACTIONS:
        changes = {
            "column": ["a", "b"], "member_id": [None, str(MATEO)], "label_id": [None, str(LABEL)], "body": [None, "x"],
            "emoji": [None, "👍"], "field": ["Severity", "Severity"], "text": [None, "High"],
            "name": [None, "x"], "blocker_id": [None, str(uuid4())], "parent_id": [str(uuid4()), None],
            "open_blockers": [None, [str(uuid4())]], "key": ["WEB-1", "APP-1"],
        }  # fmt: skip
        told = build_entry(event(action, ("task", uuid4()), **changes), Names(), "UTC", NOW)
        assert read(told).startswith("TaskFlow ")
        assert "{" not in read(told)


def test_a_task_is_a_link_but_for_one_in_the_trash_and_on_its_own_page() -> None:
    known = build_entry(event("task.completed"), NAMES, "UTC", NOW)["parts"][-1]
    assert known["url"] == "/meridian/t/WEB-12"
    gone = Names(tasks={TASK: dict(NAMES.tasks[TASK]) | {"deleted": True}})
    assert build_entry(event("task.deleted"), gone, "UTC", NOW)["parts"][2]["url"] is None
    own = Names(own_task=TASK)
    assert build_entry(event("task.completed"), own, "UTC", NOW)["parts"][-1]["text"] == "this task"


def test_the_names_that_a_feed_needs_are_found() -> None:
    other = uuid4()
    events = [event("task.assigned", member_id=[None, str(other)]), event("member.added", ("member", MATEO))]
    assert find_named(events, "member") == {MATEO, other}
    assert find_named(events, "task") == {TASK}


def test_a_feed_is_grouped_by_the_viewers_day() -> None:
    events = [event("task.completed"), event("task.reopened"), event("task.moved", column=["a", "b"])]
    events[1]["at"] = NOW - timedelta(hours=12, minutes=30)  # 23:30 UTC the day before, half past midnight in Berlin
    events[2]["at"] = NOW - timedelta(days=2)
    days = [(group["day"], len(group["entries"])) for group in group_by_day(events, NAMES, "UTC", NOW)]
    assert days == [("Today", 1), ("Yesterday", 1), ("23 Nov", 1)]
    days = [(group["day"], len(group["entries"])) for group in group_by_day(events, NAMES, "Europe/Berlin", NOW)]
    assert days == [("Today", 2), ("23 Nov", 1)]
