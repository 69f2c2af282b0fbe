"""Files of other programs, read as drafts of tasks: one module for each program. Nothing here knows the database."""

from taskflow.transfer.reading.csv_files import KNOWN, guess_mapping, read_csv, read_names
from taskflow.transfer.reading.drafts import Draft, Said, Unreadable
from taskflow.transfer.reading.github import read_github
from taskflow.transfer.reading.json_files import parse_json
from taskflow.transfer.reading.trello import read_trello
from taskflow.transfer.reading.vikunja import read_vikunja

__all__ = [
    "KNOWN", "Draft", "Said", "Unreadable", "guess_mapping", "parse_json", "read_csv", "read_github", "read_names",
    "read_trello", "read_vikunja",
]  # fmt: skip
