"""The spine: every change as a fact, recorded with the change and read by everything that follows from it."""

from taskflow.activity.actions import ACTION_NAMES, ACTIONS
from taskflow.activity.audit import EventFilter, list_events_of_actor, list_events_of_workspace
from taskflow.activity.bulk import Fact, record_many
from taskflow.activity.queries import get_event, list_events_of_project, list_events_of_subject
from taskflow.activity.recording import (
    Actor,
    Change,
    Recorded,
    Subject,
    Write,
    record,
    recorded,
    rule_out_undo,
    to_plain,
)
from taskflow.activity.undoing import (
    Inverse,
    InverseOfMany,
    Obstacle,
    Obstructed,
    find_changed_since,
    find_inverse,
    find_inverse_of_many,
    find_later_change,
    find_reason,
    group_events,
    list_entered,
    list_unit,
    prepare,
    prepares,
    read_many_typed,
    read_typed,
    require_unchanged,
    stays,
    undoes,
    undoes_many,
)
from taskflow.activity.verification import ChainState, Verification, find_chain_state, list_chains, verify_chain

__all__ = [
    "ACTIONS", "ACTION_NAMES", "Actor", "ChainState", "Change", "EventFilter", "Fact", "Inverse", "InverseOfMany",
    "Obstacle", "Obstructed", "Recorded", "Subject", "Verification", "Write", "find_chain_state",
    "find_changed_since", "find_inverse", "find_inverse_of_many", "find_later_change", "find_reason", "get_event",
    "group_events", "list_chains", "list_entered", "list_events_of_actor", "list_events_of_project",
    "list_events_of_subject", "list_events_of_workspace", "list_unit", "prepare", "prepares", "read_many_typed",
    "read_typed", "record", "record_many", "recorded", "require_unchanged", "rule_out_undo", "stays", "to_plain",
    "undoes", "undoes_many", "verify_chain",
]  # fmt: skip
