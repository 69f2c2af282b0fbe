"""What is sent is signed as Standard Webhooks has it, by a secret that is nowhere at rest."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from taskflow.platform.ids import new_id
from taskflow.webhooks import signing

KEY = b"a key of the tests"
BODIES = st.dictionaries(st.text(max_size=20), st.text(max_size=50), max_size=5).map(json.dumps)


def make_secret() -> bytes:
    return signing.derive_secret(KEY, new_id(), signing.make_salt())


@given(BODIES)
def test_the_reference_library_takes_what_is_signed(body: str) -> None:
    secret = make_secret()
    headers = signing.build_headers(new_id(), datetime.now(UTC), body.encode(), [secret])
    assert Webhook(signing.format_secret(secret)).verify(body, headers) == json.loads(body)


def test_while_a_secret_is_replaced_both_verify_and_a_third_does_not() -> None:
    new, former = make_secret(), make_secret()
    headers = signing.build_headers(new_id(), datetime.now(UTC), b"{}", [new, former])
    for secret in (new, former):
        Webhook(signing.format_secret(secret)).verify("{}", headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(signing.format_secret(make_secret())).verify("{}", headers)


@pytest.mark.parametrize("change", [("webhook-id", "another"), ("webhook-timestamp", "1"), ("body", '{"a": 1}')])
def test_a_change_of_anything_that_is_signed_is_found(change: tuple[str, str]) -> None:
    secret, (name, value) = make_secret(), change
    headers = signing.build_headers(new_id(), datetime.now(UTC), b"{}", [secret])
    body = value if name == "body" else "{}"
    with pytest.raises(WebhookVerificationError):
        Webhook(signing.format_secret(secret)).verify(body, headers | ({} if name == "body" else {name: value}))


def test_a_secret_is_of_its_key_its_webhook_and_its_salt() -> None:
    hook, other, salt = new_id(), new_id(), signing.make_salt()
    secret = signing.derive_secret(KEY, hook, salt)
    assert secret == signing.derive_secret(KEY, hook, salt)
    assert len(secret) == 32
    others = {
        signing.derive_secret(b"another key", hook, salt),
        signing.derive_secret(KEY, other, salt),
        signing.derive_secret(KEY, hook, signing.make_salt()),
    }
    assert secret not in others
    assert len({signing.build_mark(one) for one in (secret, *others)}) == 4
