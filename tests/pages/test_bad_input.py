"""Whatever is sent, the answer is a page for people: never a mistake of ours."""

import pytest

from tests.pages.conftest import SignIn
from tests.pages.test_every_page import ALL, OWNERS, WORKERS
from tests.support.browsing import Browser
from tests.support.markup import Form

SOME_ID = "01900000-0000-7000-8000-000000000000"
NASTY = ("", "\x00", "x" * 60_000, "-1", "99999999999999999999", "\u202e\U0001f600'\"<>", SOME_ID)
KEPT = {"csrf_token"}
LEAVING = ("/logout", "/closing", "/removal", "/deletion", "/archive")


async def test_no_value_of_any_field_is_a_mistake_of_ours(sign_in: SignIn, task: str) -> None:
    browser = await sign_in("sam")
    forms: dict[tuple[str, frozenset[str]], Form] = {}
    for path in sorted(ALL | WORKERS | OWNERS):
        for form in (await browser.get(path)).forms:
            if form.method == "post" and not form.action.endswith(LEAVING):
                forms.setdefault((form.action, frozenset(form.names)), form)
    assert len(forms) > 30
    for form in forms.values():
        sent = form.fields + [button for button in form.buttons[:1] if button[0] not in form.names]
        for name in sorted({name for name, _ in sent} - KEPT):
            for value in NASTY:
                others = [(other, text) for other, text in sent if other != name]
                response = await browser.post(form.action, [*others, (name, value)])
                assert response.status_code < 500, f"{form.action} {name}={value[:40]!r}"


@pytest.mark.parametrize("action", ["/login", "/register"])
async def test_no_value_of_a_visitor_is_a_mistake_of_ours(action: str, anonymous: Browser) -> None:
    form = (await anonymous.get(action)).form(action)
    for name in form.names - KEPT:
        for value in NASTY:
            filled = {"email": "a@example.org", "password": "a long sentence", "name": "A"} | {name: value}
            response = await anonymous.post(action, form.filled(**{k: v for k, v in filled.items() if k in form.names}))
            assert response.status_code < 500, f"{name}={value[:40]!r}"
            if response.status_code == 303:
                anonymous = Browser(anonymous.application)


@pytest.mark.parametrize(
    "query",
    [
        "column=01900000-0000-7000-8000-000000000000&after=WzEsMl0",
        "column=x&after=WyJcdTAwMDAiLCIwMTkwMDAwMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDAiXQ",
        "after=WyJcdTAwMDAiLCIwMTkwMDAwMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDAiXQ",
        "q=%00",
        "after=%00",
        "show=%00&project=%00&column=%00&next=%00",
    ],
)
async def test_no_address_is_a_mistake_of_ours(query: str, sign_in: SignIn, task: str) -> None:
    browser = await sign_in("sam")
    paths = {path.partition("?")[0] for path in ALL | WORKERS | OWNERS}
    page = await browser.get("/meridian/p/WEB")
    column = next(attributes["data-column"] for _, attributes in page.elements if "data-column" in attributes)
    for path in sorted(paths):
        response = await browser.fetch(f"{path}?{query.replace('column=x', f'column={column}')}")
        assert response.status_code in {200, 303, 404, 422}, path


async def test_a_form_in_parts_is_read_as_well(anonymous: Browser, task: str) -> None:
    body = '--x\r\nContent-Disposition: form-data; name="email"\r\n\r\nnobody@example.org\r\n--x--\r\n'
    headers = {"Content-Type": "multipart/form-data; boundary=x", "Sec-Fetch-Site": "same-origin"}
    response = await anonymous.client.post("/login", data=body, headers=headers)
    assert response.status_code == 422
    for broken in ("--x", "--x\r\n\r\n", ""):
        response = await anonymous.client.post("/login", data=broken, headers=headers)
        assert response.status_code in {400, 422}
