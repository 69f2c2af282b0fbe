"""Which browser a user agent names."""

import pytest

from taskflow.pages.browsers import describe_browser

_GECKO = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
_CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Safari/537.36"
_PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) Safari/604.1"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (_GECKO, "Firefox on Linux"),
        (_CHROME, "Chrome on Windows"),
        (_CHROME + " Edg/150.0", "Edge on Windows"),
        (_PHONE, "Safari on iPhone"),
        ("curl/8.1", "curl/8.1"),
        ("", "Unknown browser"),
    ],
)
def test_people_can_tell_their_browsers(user_agent: str, words: str) -> None:
    assert describe_browser(user_agent) == words
