"""The undo token says what was put into it, and nobody else can make one."""

from datetime import UTC, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from taskflow.web.undo_tokens import MAX_CHARACTERS, UndoClaims, build_undo_token, read_undo_token

NUMBERS = st.integers(0, 2**63 - 1)
CLAIMS = st.builds(
    UndoClaims,
    unit_id=st.uuids(),
    workspace_id=st.uuids(),
    member_id=st.uuids(),
    first_seq=NUMBERS,
    last_seq=NUMBERS,
    expires_at=st.integers(0, 4_000_000_000),
)
SECRET = b"a secret"


@given(CLAIMS)
def test_a_token_is_read_as_it_was_made(claims: UndoClaims) -> None:
    token = build_undo_token(SECRET, claims)
    assert read_undo_token(SECRET, token) == claims
    assert len(token) <= MAX_CHARACTERS


@given(CLAIMS, st.data())
def test_a_token_that_was_altered_is_none(claims: UndoClaims, data: st.DataObject) -> None:
    token = build_undo_token(SECRET, claims)
    # The last character holds bits that mean nothing.
    place = data.draw(st.integers(0, len(token) - 2))
    other = data.draw(st.sampled_from("ABCXYZabcxyz0189-_"))
    assume(token[place] != other)
    assert read_undo_token(SECRET, token[:place] + other + token[place + 1 :]) is None


@given(CLAIMS)
def test_a_token_of_another_secret_is_none(claims: UndoClaims) -> None:
    assert read_undo_token(SECRET, build_undo_token(b"another secret", claims)) is None


@given(st.text(max_size=250))
def test_any_text_is_read_or_is_none(text: str) -> None:
    assert read_undo_token(SECRET, text) is None


@given(CLAIMS)
def test_a_token_is_good_until_its_moment(claims: UndoClaims) -> None:
    moment = datetime.fromtimestamp(claims.expires_at, UTC)
    assert not claims.is_expired(moment - timedelta(seconds=1))
    assert claims.is_expired(moment)
