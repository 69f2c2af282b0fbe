"""Moving in and out: exports and imports as jobs that a member waits for, and the files of them."""

from taskflow.transfer.exporting import start_export
from taskflow.transfer.importing import start_import
from taskflow.transfer.inputs import ImportChoices, ImportFormat, NewExport
from taskflow.transfer.reading import KNOWN
from taskflow.transfer.runs import cancel_run, get_run, get_run_file, list_runs
from taskflow.transfer.uploads import get_import, list_import_jobs, take_import
from taskflow.transfer.words import find_words_by

__all__ = [
    "KNOWN", "ImportChoices", "ImportFormat", "NewExport", "cancel_run", "find_words_by", "get_import", "get_run",
    "get_run_file", "list_import_jobs", "list_runs", "start_export", "start_import", "take_import",
]  # fmt: skip
