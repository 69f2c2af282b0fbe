"""A webhook hears of what it named: actions, families, everything."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from taskflow.activity import ACTIONS
from taskflow.platform.ids import new_id
from taskflow.webhooks.subscriptions import FAMILIES, HEARD, WANTABLE, hears, is_wanted, tidy

WANTED = st.lists(st.sampled_from(sorted(WANTABLE)), min_size=1, max_size=30)
NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


@given(WANTED, st.sampled_from(HEARD))
def test_tidying_changes_nothing_of_what_is_heard(wanted: list[str], action: str) -> None:
    tidied = tidy(wanted)
    assert is_wanted(action, tidied) == is_wanted(action, wanted)
    assert tidy(tidied) == tidied
    assert len(tidied) == len(set(tidied))


@given(st.sampled_from(HEARD))
def test_an_action_is_heard_by_its_name_by_its_family_and_by_everything(action: str) -> None:
    family = f"{action.partition('.')[0]}.*"
    assert [is_wanted(action, [name]) for name in (action, family, "*")] == [True, True, True]
    assert not is_wanted(action, [name for name in FAMILIES if name != family])


def test_what_belongs_to_no_workspace_cannot_be_asked_for() -> None:
    assert {name for name in ACTIONS if name not in HEARD} == {
        name for name in ACTIONS if name.startswith(("user.", "token."))
    }
    assert not {"user.*", "token.*"} & WANTABLE


def test_a_webhook_of_a_project_hears_of_it_alone_and_none_of_what_was_before() -> None:
    mine, other = new_id(), new_id()
    hook = {"project_id": mine, "actions": ["task.*"], "listens_since": NOW}
    given = {"action": "task.moved", "project_id": mine, "at": NOW}
    assert hears(hook, **given)
    assert hears(hook | {"project_id": None}, **given | {"project_id": other})
    assert not hears(hook, **given | {"project_id": other})
    assert not hears(hook, **given | {"project_id": None})
    assert not hears(hook, **given | {"at": NOW - timedelta(microseconds=1)})
    assert not hears(hook, **given | {"action": "comment.posted"})
