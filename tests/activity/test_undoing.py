"""Every action can be taken back, or says why not."""

import pytest

import taskflow.api  # noqa: F401  with all the parts that enter something
from taskflow.activity import ACTIONS, find_inverse, find_reason, list_entered, stays


def test_every_action_can_be_undone_or_says_why_not() -> None:
    silent = [action for action in ACTIONS if find_inverse(action) is None and find_reason(action) is None]
    assert not silent, f"enter with `undoes` or `stays`: {silent}"
    assert not [action for action in ACTIONS if find_inverse(action) and find_reason(action)]


def test_an_action_is_entered_once_and_has_to_exist() -> None:
    assert list_entered() - set(ACTIONS) == set()
    with pytest.raises(ValueError, match="entered already"):
        stays("No.", "task.edited")
