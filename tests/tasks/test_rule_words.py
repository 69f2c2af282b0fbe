"""A rule as people read it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskflow.tasks.recurrence import normalise_rule
from taskflow.tasks.rule_parts import RuleError
from taskflow.tasks.rule_words import tell_rule


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("FREQ=DAILY", "Every day"),
        ("FREQ=DAILY;INTERVAL=3", "Every 3 days"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every weekday"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "Every weekday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR", "Every 2 weeks on weekdays"),
        ("FREQ=WEEKLY", "Every week"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "Every 2 weeks on Monday"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "Every week on Monday, Wednesday and Friday"),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU", "Every 2 weeks (weeks begin on Sunday)"),
        ("FREQ=WEEKLY;BYDAY=MO,WE;BYSETPOS=-1", "Every week on the last Monday or Wednesday"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "Every month on the 1st and the 15th"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "Every month on the last day"),
        ("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "Every month on the 13th if it is a Friday"),
        ("FREQ=MONTHLY;BYDAY=2TU", "Every month on the second Tuesday"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "Every month on the last Friday"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "Every month on the last weekday"),
        ("FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1,2", "Every month on the first and second Saturday or Sunday"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,2,3;BYSETPOS=-2", "Every month on the second last of the 1st, the 2nd and the 3rd"),
        ("FREQ=YEARLY", "Every year"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "Every year in February on the 29th"),
        ("FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU", "Every year in March and October on the last Sunday"),
        ("FREQ=YEARLY;BYDAY=20MO", "Every year on the 20th Monday"),
        ("FREQ=YEARLY;BYMONTH=1,7;BYSETPOS=-1", "Every year in January and July on the last of these days"),
        ("FREQ=DAILY;COUNT=3", "Every day, 3 times"),
        ("FREQ=DAILY;COUNT=1", "Every day, for the last time"),
        ("FREQ=WEEKLY;UNTIL=20261231T170000Z", "Every week, until 31 December 2026"),
    ],
)
def test_a_rule_is_told_in_a_sentence(rule: str, sentence: str) -> None:
    assert tell_rule(normalise_rule(rule)) == sentence


_PARTS = st.fixed_dictionaries(
    {"FREQ": st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY"))},
    optional={
        "INTERVAL": st.integers(1, 99),
        "BYDAY": st.sampled_from(("MO", "MO,TU,WE,TH,FR", "SA,SU", "1MO,-1FR")),
        "BYMONTHDAY": st.sampled_from(("1", "1,15", "-1", "-3")),
        "BYMONTH": st.sampled_from(("2", "1,7")),
        "BYSETPOS": st.sampled_from(("1", "-1", "1,22")),
        "COUNT": st.integers(1, 999),
        "WKST": st.sampled_from(("MO", "SU")),
    },
)


@given(_PARTS)
def test_every_rule_has_a_sentence_without_gaps(parts: dict[str, object]) -> None:
    try:
        rule = normalise_rule(";".join(f"{name}={value}" for name, value in parts.items()))
    except RuleError:
        return
    told = tell_rule(rule)
    assert told.startswith("Every ")
    assert "  " not in told
    assert not told.endswith((" ", " on", " in", " the", " of", ","))
