"""Moving in and out: exports and imports as jobs that a member waits for, and the files of them."""

from taskflow.transfer import undoing  # noqa: F401  enters why it stays
from taskflow.transfer.calendars import create_calendar, get_calendar, list_calendars, read_calendar, revoke_calendar
from taskflow.transfer.exporting import start_export
from taskflow.transfer.importing import start_import
from taskflow.transfer.inputs import ImportChoices, ImportFormat, NewCalendar, NewExport
from taskflow.transfer.reading import KNOWN
from taskflow.transfer.runs import cancel_run, get_run, get_run_file, list_runs
from taskflow.transfer.uploads import get_import, list_import_jobs, take_import
from taskflow.transfer.words import find_words_by

__all__ = [
    "KNOWN", "ImportChoices", "ImportFormat", "NewCalendar", "NewExport", "cancel_run", "create_calendar",
    "find_words_by", "get_calendar", "get_import", "get_run", "get_run_file", "list_calendars", "list_import_jobs",
    "list_runs", "read_calendar", "revoke_calendar", "start_export", "start_import", "take_import",
]  # fmt: skip
