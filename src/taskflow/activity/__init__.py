"""The spine: every change as a fact, recorded with the change and read by everything that follows from it."""

from taskflow.activity.actions import ACTION_NAMES, ACTIONS
from taskflow.activity.audit import EventFilter, list_events_of_actor, list_events_of_workspace
from taskflow.activity.bulk import Fact, record_many
from taskflow.activity.queries import get_event, list_events_of_project, list_events_of_subject
from taskflow.activity.recording import Actor, Change, Recorded, Subject, Write, record, recorded, rule_out_undo
from taskflow.activity.undoing import (
    Inverse,
    Obstacle,
    Obstructed,
    find_inverse,
    find_later_change,
    find_reason,
    list_entered,
    list_unit,
    read_typed,
    require_unchanged,
    stays,
    undoes,
)
from taskflow.activity.verification import ChainState, Verification, find_chain_state, list_chains, verify_chain

__all__ = [
    "ACTIONS", "ACTION_NAMES", "Actor", "ChainState", "Change", "EventFilter", "Fact", "Inverse", "Obstacle",
    "Obstructed", "Recorded", "Subject", "Verification", "Write", "find_chain_state", "find_inverse",
    "find_later_change", "find_reason", "get_event", "list_chains", "list_entered", "list_events_of_actor",
    "list_events_of_project", "list_events_of_subject", "list_events_of_workspace", "list_unit", "read_typed",
    "record", "record_many", "recorded", "require_unchanged", "rule_out_undo", "stays", "undoes", "verify_chain",
]  # fmt: skip
