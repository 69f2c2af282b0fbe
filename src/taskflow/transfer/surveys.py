"""What an import would do, and what of the file has no place here: told before anything is made."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

MOST_TOLD = 200


@dataclass(slots=True)
class Survey:
    """Counts and faults of a file; names that the project does not know, with how often the file has them."""

    tasks: int = 0
    already: int = 0
    comments: int = 0
    skipped: int = 0
    faults: list[dict[str, str]] = field(default_factory=list)
    fault_count: int = 0
    columns: Counter[str] = field(default_factory=Counter)
    new_columns: Counter[str] = field(default_factory=Counter)
    new_labels: Counter[str] = field(default_factory=Counter)
    unknown_people: Counter[str] = field(default_factory=Counter)
    unknown_fields: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)

    def blame(self, place: str, name: str, detail: str) -> None:
        """Something at that place does not fit; the first MOST_TOLD are told one by one."""
        self.fault_count += 1
        if len(self.faults) < MOST_TOLD:
            self.faults.append({"place": place, "field": name.replace("_", " "), "detail": detail})

    def tell(self) -> dict[str, Any]:
        """All of it as JSON; the most frequent names of each kind."""
        told: dict[str, Any] = {
            name: getattr(self, name) for name in ("tasks", "already", "comments", "skipped", "faults", "fault_count")
        }
        for name in ("new_columns", "new_labels", "unknown_people", "unknown_fields", "left_out"):
            told[name] = dict(getattr(self, name).most_common(MOST_TOLD))
        return told
