"""Tasks: making, changing, ordering, assigning and completing them."""

from taskflow.tasks.amounts import Estimate, Recurrence
from taskflow.tasks.archived import import_archived_tasks, link_archived_tasks
from taskflow.tasks.assignment import assign_task, list_assignable, unassign_task
from taskflow.tasks.bulk import BulkChanges, BulkEdit, BulkRefused, StaleTasks, edit_tasks
from taskflow.tasks.cards import FIELDS, build_cards
from taskflow.tasks.completion import complete_task, reopen_task
from taskflow.tasks.creation import create_task
from taskflow.tasks.deletion import delete_task, restore_task
from taskflow.tasks.dependencies import block_task, unblock_task
from taskflow.tasks.discussion import count_attachment, count_comment
from taskflow.tasks.duplication import Duplicate, duplicate_task
from taskflow.tasks.editing import edit_task
from taskflow.tasks.facts import record_task
from taskflow.tasks.field_values import read_value
from taskflow.tasks.fields import clear_field, count_values, edit_field, set_field
from taskflow.tasks.filtering import (
    FilterError,
    Node,
    Place,
    TextMatch,
    Words,
    build_condition,
    build_filter,
    join,
    match_title,
    parse_filter,
    print_filter,
    read_filter,
    split_terms,
)
from taskflow.tasks.importing import ImportedTask, hang_imported, import_tasks
from taskflow.tasks.inputs import (
    EARLIEST,
    LATEST,
    PRIORITIES,
    FieldContent,
    FieldValue,
    Moment,
    NewTask,
    Position,
    Priority,
    TaskChanges,
    TaskPatch,
)
from taskflow.tasks.label_deletion import MOST_RESTORED, count_labelled, delete_label
from taskflow.tasks.labelling import label_task, unlabel_task
from taskflow.tasks.lists import list_done_by, list_my_tasks, list_tasks, list_work_of
from taskflow.tasks.ordering import move_task
from taskflow.tasks.previewing import RecurrencePreview, preview_recurrence
from taskflow.tasks.queries import FROM, get_task, list_board, list_column, name_tasks
from taskflow.tasks.quick_creation import QuickTask, create_quick_task, preview_quick_task
from taskflow.tasks.rule_words import tell_rule
from taskflow.tasks.sorting import SORT_KEYS, Order, read_sort
from taskflow.tasks.starting import start_project
from taskflow.tasks.subjects import find_freed, find_recipients
from taskflow.tasks.subtasks import list_subtasks
from taskflow.tasks.transfers import Transfer, preview_transfer, transfer_task
from taskflow.tasks.trash import KEPT, list_trash, purge_task
from taskflow.tasks.undoing import find_subject_key
from taskflow.tasks.watching import list_watchers, unwatch_task, watch_task

__all__ = [
    "EARLIEST",
    "FIELDS",
    "FROM",
    "KEPT",
    "LATEST",
    "MOST_RESTORED",
    "PRIORITIES",
    "SORT_KEYS",
    "BulkChanges",
    "BulkEdit",
    "BulkRefused",
    "Duplicate",
    "Estimate",
    "FieldContent",
    "FieldValue",
    "FilterError",
    "ImportedTask",
    "Moment",
    "NewTask",
    "Node",
    "Order",
    "Place",
    "Position",
    "Priority",
    "QuickTask",
    "Recurrence",
    "RecurrencePreview",
    "StaleTasks",
    "TaskChanges",
    "TaskPatch",
    "TextMatch",
    "Transfer",
    "Words",
    "assign_task",
    "block_task",
    "build_cards",
    "build_condition",
    "build_filter",
    "clear_field",
    "complete_task",
    "count_attachment",
    "count_comment",
    "count_labelled",
    "count_values",
    "create_quick_task",
    "create_task",
    "delete_label",
    "delete_task",
    "duplicate_task",
    "edit_field",
    "edit_task",
    "edit_tasks",
    "find_freed",
    "find_recipients",
    "find_subject_key",
    "get_task",
    "hang_imported",
    "import_archived_tasks",
    "import_tasks",
    "join",
    "label_task",
    "link_archived_tasks",
    "list_assignable",
    "list_board",
    "list_column",
    "list_done_by",
    "list_my_tasks",
    "list_subtasks",
    "list_tasks",
    "list_trash",
    "list_watchers",
    "list_work_of",
    "match_title",
    "move_task",
    "name_tasks",
    "parse_filter",
    "preview_quick_task",
    "preview_recurrence",
    "preview_transfer",
    "print_filter",
    "purge_task",
    "read_filter",
    "read_sort",
    "read_value",
    "record_task",
    "reopen_task",
    "restore_task",
    "set_field",
    "split_terms",
    "start_project",
    "tell_rule",
    "transfer_task",
    "unassign_task",
    "unblock_task",
    "unlabel_task",
    "unwatch_task",
    "watch_task",
]
