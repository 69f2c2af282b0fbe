"""The stretch of time that a report is about, and the slices that its bars stand for. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

PeriodName = Literal["2w", "6w", "12w", "year"]
USUAL: PeriodName = "12w"
LABELS: dict[str, str] = {"2w": "2 weeks", "6w": "6 weeks", "12w": "12 weeks", "year": "Year"}
# How many slices, and how many days each is long.
_SLICES: dict[str, tuple[int, int]] = {"2w": (14, 1), "6w": (6, 7), "12w": (12, 7), "year": (13, 28)}


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both included; `before` is the first day of as many days right before it."""

    name: str
    first: date
    last: date
    slice_days: int

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> date:
        """The first day of the period before it, which is as long."""
        return self.first - timedelta(days=self.days)

    @property
    def slices(self) -> list[tuple[date, date]]:
        """The first and the last day of each slice; the last one ends today."""
        starts = [self.first + timedelta(days=place) for place in range(0, self.days, self.slice_days)]
        return [(start, min(start + timedelta(days=self.slice_days - 1), self.last)) for start in starts]

    @property
    def slice_word(self) -> str:
        """What one slice is called."""
        return {1: "day", 7: "week"}.get(self.slice_days, f"{self.slice_days // 7} weeks")

    def list_days(self) -> list[date]:
        """Every day of it."""
        return [self.first + timedelta(days=place) for place in range(self.days)]


def build_period(name: str, today: date) -> Period:
    """The period of that name that ends today; weeks begin on Monday, so that the last one may be cut short."""
    count, length = _SLICES[name]
    start = today if length == 1 else today - timedelta(days=today.weekday() + (length - 7))
    return Period(name, start - timedelta(days=length * (count - 1)), today, length)
