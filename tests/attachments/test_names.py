"""Names of files are made harmless, and kept where they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskflow.attachments.names import MAX_BYTES, MAX_CHARACTERS, build_disposition, clean_name
from taskflow.platform.errors import Invalid


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("report.pdf", "report.pdf"),
        ("C:\\Users\\sam\\plan.docx", "plan.docx"),
        ("../../etc/passwd", "passwd"),
        ("Büro – Übersicht.xlsx", "Büro – Übersicht.xlsx"),
        ("a\u202egpj.exe", "agpj.exe"),  # the mark that turns the reading direction hides what it is
        (' "quoted" <b>.txt ', "_quoted_ _b_.txt"),
        ("x" * 300 + ".tar.gz", "x" * (MAX_CHARACTERS - 3) + ".gz"),
    ],
)
def test_a_name_keeps_what_people_read_and_loses_what_harms(given_name: str, name: str) -> None:
    assert clean_name(given_name) == name


@pytest.mark.parametrize("nothing", ["", " ", "..", "/", "a/", "\x00\x07", "."])
def test_what_is_no_name_is_refused(nothing: str) -> None:
    with pytest.raises(Invalid):
        clean_name(nothing)


@given(st.text(max_size=400))
def test_any_text_is_a_safe_name_or_refused(text: str) -> None:
    try:
        name = clean_name(text)
    except Invalid:
        return
    assert name == clean_name(name)
    assert not set(name) & set('/\\:*?"<>|\r\n\0')
    assert len(name) <= MAX_CHARACTERS
    assert len(name.encode()) <= MAX_BYTES


@given(st.text(min_size=1, max_size=80), st.booleans())
def test_the_header_is_one_line_of_ascii(text: str, shown: bool) -> None:
    try:
        header = build_disposition(clean_name(text), shown=shown)
    except Invalid:
        return
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
