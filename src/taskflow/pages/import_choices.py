"""What a member chooses for the names of a file: as a form shows it, and as the import takes it. Pure."""

from collections.abc import Mapping
from typing import Any

from taskflow.pages.formatting import humanise
from taskflow.transfer import KNOWN

Row = dict[str, Any]
MOST_FIELDS, MOST_PEOPLE = 100, 60  # a form has a bounded number of parts
FIELDS = [("", "Leave out"), *((name, humanise(name)) for name in KNOWN)]


def list_fields(told: Row) -> list[Row]:
    """The columns of a CSV: their name, what they hold, and what else they may hold."""
    found = []
    for name, field in sorted(told.get("fields", {}).items())[:MOST_FIELDS]:
        own = [(field, f"Field {field[6:]}")] if field.startswith("field:") else [(f"field:{name}", f"Field {name}")]
        found.append({"name": name, "field": field, "choices": FIELDS + own})
    return found


def list_people(told: Row) -> list[Row]:
    """The names of people whom nobody knows here, how many tasks each has, and whom they were chosen to be."""
    counts, chosen = told.get("unknown_people", {}), told.get("people", {})
    names = sorted({*counts, *chosen})[:MOST_PEOPLE]
    return [{"name": name, "count": counts.get(name, 0), "chosen": chosen.get(name) or ""} for name in names]


def build_choices(form: Mapping[str, str], told: Row) -> Row:
    """The choices of a form that was made from `told`, as `ImportChoices` takes them; its fields carry numbers only."""
    fields, people = list_fields(told), list_people(told)
    chosen = {row["name"]: form.get(f"person-{number}") for number, row in enumerate(people)}
    return {
        "dry_run": form.get("do") != "import",
        "fields": {row["name"]: form.get(f"field-{number}", row["field"]) for number, row in enumerate(fields)},
        "people": {name: member_id for name, member_id in chosen.items() if member_id},
        "make_columns": "make_columns" in form,
        "make_labels": "make_labels" in form,
    }
