"""How a line was understood, as chips to look at and as a sentence to read. Pure."""

from datetime import datetime
from typing import Any

from taskflow.pages.formatting import build_due, build_list, shorten

Row = dict[str, Any]
LONGEST_SAID = 400  # characters: a message has to fit into a cookie
# What can be written, and what it does: the help beside the field.
WORDS = (
    ("tomorrow 9am", "when it is due: a day, a time, or both"),
    ("@mateo", "who works on it; @me is yourself"),
    ("#bug", "a label of the project"),
    ("!high", "low, medium, high or urgent"),
    (">Review", "the column it goes to"),
    ("~3", "the estimate"),
    ("every friday", "it comes again; also daily, every 2 weeks"),
    ('"…"', "text in quotes stays as it is"),
)


def build_chips(line: Row, zone: str, now: datetime) -> list[Row]:
    """A chip for every value that the line sets: `field` and `text`, in the order of the line; a due date is one.

    A repetition without a day has its first one as the last chip.
    """
    chips: list[Row] = []
    for piece in line["understood"]:
        text = format_due(line, zone, now) if piece["field"] == "due" else _name(piece)
        chip = {"field": piece["field"], "text": text}
        if chip not in chips:
            chips.append(chip)
    fields = {chip["field"] for chip in chips}
    if "recurrence" in fields and "due" not in fields:
        chips.append({"field": "due", "text": format_due(line, zone, now)})
    return chips


def build_doubts(line: Row) -> list[Row]:
    """What looked like a field and stays in the title: `text` and the `reason`."""
    return [{"text": shorten(piece["text"], 40), "reason": piece["reason"]} for piece in line["unknown"]]


def describe(task: Row, zone: str, now: datetime) -> str:
    """What became of the line, in one or two short sentences, from what `create_quick_task` gives."""
    told = [_tell(chip) for chip in build_chips(task, zone, now)]
    sentence = f"{task['key']} added{': ' + ', '.join(told) if told else ''}"
    doubts = build_list([f"{doubt['text']} {doubt['reason']}" for doubt in build_doubts(task)[:2]])
    return shorten(f"{sentence}. In the title as it stands: {doubts}" if doubts else sentence, LONGEST_SAID)


def format_due(line: Row, zone: str, now: datetime) -> str:
    """When the line says it is due, as `Tomorrow 09:00`."""
    due = build_due({"completed_at": None, "due_date": line["due_date"], "due_at": line["due_at"]}, zone, now)
    if due is not None:
        return due["text"]
    # A time that no day has, such as one behind the last year.
    return str(next(piece["text"] for piece in line["understood"] if piece["field"] == "due"))


def _name(piece: Row) -> str:
    """What the piece sets the field to; a repetition is clearest in the words that were typed."""
    if piece["field"] == "recurrence":
        return str(piece["text"])
    return str(piece["name"] or str(piece["value"]).capitalize())


def _tell(chip: Row) -> str:
    words = {
        "due": "due {}",
        "assignee": "for {}",
        "label": "label {}",
        "column": "in {}",
        "priority": "priority {}",
        "recurrence": "{}",  # in the words that were typed
    }
    return words.get(chip["field"], f"{chip['field']} {{}}").format(chip["text"])
