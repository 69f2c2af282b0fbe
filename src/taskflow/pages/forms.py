"""From what a browser posts to what the domain takes, and back to the form when a value is wrong."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from quart import Response, request
from werkzeug.datastructures import MultiDict

from taskflow.pages.formatting import humanise
from taskflow.platform.errors import FieldError, Invalid, TaskFlowError
from taskflow.platform.validation import parse
from taskflow.web.application import SAFE_METHODS, Application
from taskflow.web.forgery import FIELD as TOKEN_FIELD
from taskflow.web.forgery import require_form_token, require_same_origin

InputT = TypeVar("InputT", bound=BaseModel)
Page = Callable[..., Awaitable[Response]]
_PAGE, _BACK, _PROVEN = "_taskflow_form_page", "_taskflow_form_back", "_taskflow_form_proven"
_SECRET = frozenset({"password", TOKEN_FIELD})
# What a form carries beside the values of its input.
CONTROLS = frozenset({TOKEN_FIELD, "version", "next", "form"})


@dataclass(frozen=True, slots=True)
class FormState:
    """What a form shows again after it was refused: the values as typed, and what is wrong by field."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    is_sent: bool = False

    def of(self, name: str) -> "FormState":
        """This state, if it is that of the form called `name` on a page of several, else an untouched one."""
        return self if list(self.values.get("form", ())) == [name] else EMPTY

    def value(self, name: str, default: Any = "") -> Any:
        """What was typed, or `default` in a form that was not sent yet."""
        return next(iter(self.values.get(name, ())), "") if self.is_sent else default

    def chosen(self, name: str, default: Sequence[Any] = ()) -> Sequence[str]:
        """What was ticked, or `default` in a form that was not sent yet."""
        return self.values.get(name, ()) if self.is_sent else [str(value) for value in default]

    def error(self, name: str) -> str:
        """What is wrong with the field, or nothing."""
        return self.errors.get(name, "")

    @property
    def summary(self) -> list[dict[str, str]]:
        """Every error with the field that it is about, for the top of the form; a field's name may be empty."""
        items = [{"name": name, "text": f"{humanise(name)} {text}"} for name, text in self.errors.items() if name]
        general = self.errors.get("") or ("" if items else self.problem)
        return [*items, *([{"name": "", "text": general[:1].upper() + general[1:]}] if general else [])]


EMPTY = FormState()


def answers_with(page: Page, *, back: str = "") -> Callable[[Page], Page]:
    """Marks a handler of a form: `page` shows the form again with what is wrong, from the same arguments of the URL.

    `back` is the address, with the URL's arguments in braces, of what a stale form was about.
    """

    def mark(handler: Page) -> Page:
        setattr(handler, _PAGE, page)
        setattr(handler, _BACK, back)
        return handler

    return mark


def find_form_page(handler: object) -> Page | None:
    """The page that shows the handler's form again, or None."""
    return getattr(handler, _PAGE, None)


def find_way_back(handler: object) -> str:
    """Where the thing that the handler changes is shown, from this request's URL; `/` when it did not say."""
    return getattr(handler, _BACK, "").format(**(request.view_args or {})) or "/"


def build_state(form: MultiDict[str, str], error: TaskFlowError) -> FormState:
    """The refused form: everything that was typed but secrets, and the first error of each field."""
    errors: dict[str, str] = {}
    for item in error.errors:
        errors.setdefault(item.pointer.split("/")[1] if item.pointer else "", _in_plain_words(item))
    values = {name: texts for name, texts in form.lists() if name not in _SECRET}
    return FormState(values, errors, error.detail, is_sent=True)


async def read_form() -> MultiDict[str, str]:
    """What was posted."""
    return await request.form


async def read_input(model: type[InputT], *, texts: Sequence[str] = (), besides: Sequence[str] = ()) -> InputT:
    """The posted form as a `model`, but for the fields named in `besides`; the fields in `texts` may be blank.

    Raises Invalid with every error.
    """
    form = await read_form()
    return parse(model, collect(model, form, texts=texts, besides=besides))


def collect(
    model: type[BaseModel], form: MultiDict[str, str], *, texts: Sequence[str] = (), besides: Sequence[str] = ()
) -> dict[str, Any]:
    """The form's values as the model takes them. Pure.

    Browsers send a field that is left blank: it becomes None where the model takes None, and is left out elsewhere.
    """
    values: dict[str, Any] = {}
    for name in form:
        if name in CONTROLS or name in besides:
            continue
        info = model.model_fields.get(name)
        if info is None:
            values[name] = form[name]  # an unknown field is for the model to refuse
        elif _is_list(info):
            values[name] = [text for text in form.getlist(name) if text]
        elif form[name].strip() or name in texts:
            values[name] = form[name]
        elif _takes_none(info):
            values[name] = None
    return values


async def read_version() -> int:
    """The version that the form was made from. Raises Invalid when it carries none."""
    text = (await read_form()).get("version", "")
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise Invalid("The form does not say which version it changes: load the page again")
    return int(text)


async def read_next(default: str) -> str:
    """Where the form wants to go afterwards, when that is one of our own pages."""
    given = (await read_form()).get("next", "")
    return given if is_own_path(given) else default


def is_own_path(address: str) -> bool:
    """True for a path on this site: what a browser could read as another site's address is not one. Pure."""
    if not address.startswith("/") or address.startswith("//"):
        return False
    return all(character.isprintable() and character not in "\\ " for character in address)


def _in_plain_words(item: FieldError) -> str:
    if item.code == "string_too_short":
        return "is required" if "at least 1 " in item.detail else item.detail.replace("string should", "must")
    if item.code == "too_short":
        return "needs at least one"
    return item.detail.replace("string should have", "must have").replace("input should", "must")


def _is_list(info: FieldInfo) -> bool:
    return _has_origin(info.annotation, list)


def _takes_none(info: FieldInfo) -> bool:
    return _has_origin(info.annotation, type(None))


def _has_origin(annotation: Any, wanted: type) -> bool:
    if annotation is wanted or get_origin(annotation) is wanted:
        return True
    if get_origin(annotation) in {Union, UnionType}:
        return any(_has_origin(part, wanted) for part in get_args(annotation))
    if get_origin(annotation) is Annotated:
        return _has_origin(get_args(annotation)[0], wanted)
    return False


def proves_itself(handler: Page) -> Page:
    """Marks a handler of requests whose address is signed by us: they may come from anywhere, a mail program even."""
    setattr(handler, _PROVEN, True)
    return handler


def install_form_protection(application: Application) -> None:
    """Refuse every form that does not come from our own pages with the session's token."""

    async def check() -> None:
        handler = application.view_functions.get(request.endpoint or "")
        if request.method not in SAFE_METHODS and not getattr(handler, _PROVEN, False):
            require_same_origin()
            require_form_token((await request.form).get(TOKEN_FIELD, ""))

    application.before_request(check)
