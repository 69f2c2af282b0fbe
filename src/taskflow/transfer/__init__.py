"""Moving in and out: exports and imports as jobs that a member waits for, and the files of them."""

from taskflow.transfer.exporting import start_export
from taskflow.transfer.inputs import NewExport
from taskflow.transfer.runs import cancel_run, get_run, get_run_file, list_runs
from taskflow.transfer.words import find_words_by

__all__ = ["NewExport", "cancel_run", "find_words_by", "get_run", "get_run_file", "list_runs", "start_export"]
