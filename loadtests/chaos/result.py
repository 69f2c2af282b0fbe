"""What a scenario found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """Figures of one scenario: effects that were asked for, are there, are missing, and are there too often."""

    scenario: str
    asked: int
    done: int
    lost: int
    doubled: int
    seconds: float
    what: str
    fault: str = ""

    @property
    def is_good(self) -> bool:
        """True when each effect is there exactly once, and nothing else is wrong."""
        return 0 < self.asked == self.done and not self.lost and not self.doubled and not self.fault

    @property
    def cells(self) -> tuple[str, ...]:
        """As a row of a table."""
        numbers = (self.asked, self.done, self.lost, self.doubled)
        good, what = "good" if self.is_good else "FAILED", f"{self.fault}: {self.what}" if self.fault else self.what
        return (self.scenario, good, *(f"{number:,}" for number in numbers), f"{self.seconds:.1f}", what)
