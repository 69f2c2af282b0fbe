"""Reading a page as a browser does: its links, its forms with what they would send, its text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
Attributes = dict[str, str]


@dataclass
class Form:
    """A form; `fields` is what it sends as it stands, `buttons` the names and values of what submits it."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def filled(self, **values: str | list[str]) -> list[tuple[str, str]]:
        """What it sends when these fields are filled in; a list ticks several boxes of one name."""
        sent = [(name, value) for name, value in self.fields if name not in values]
        for name, given in values.items():
            assert name in self.names | {button for button, _ in self.buttons}, f"{self.action} has no field {name}"
            sent += [(name, value) for value in ([given] if isinstance(given, str) else given)]
        return sent


class Markup(HTMLParser):
    """A page taken apart."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, Attributes]] = []
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.words: list[str] = []
        self.unclosed: list[str] = []
        self._form: Form | None = None
        self._by_id: dict[str, Form] = {}
        self._select: tuple[str, list[str], str | None] | None = None
        self._textarea: tuple[str, list[str]] | None = None
        self._loose: list[tuple[str, Attributes]] = []
        self.feed(text)
        self.close()
        for tag, attributes in self._loose:
            self._add_control(self._by_id[attributes["form"]], tag, attributes)

    @property
    def text(self) -> str:
        """Everything that is read, on one line."""
        return " ".join(" ".join(self.words).split())

    def form(self, action: str, **having: str) -> Form:
        """The form that goes to `action` and carries these values."""
        found = [
            form
            for form in self.forms
            if form.action == action and set(having.items()) <= set(form.fields) | set(form.buttons)
        ]
        assert found, f"no form goes to {action}; there are {sorted({form.action for form in self.forms})}"
        return found[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        if tag not in _VOID:
            self.unclosed.append(tag)
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
        elif tag == "form":
            self._form = Form(attributes.get("action", ""), attributes.get("method", "get").lower())
            self.forms.append(self._form)
            if "id" in attributes:
                self._by_id[attributes["id"]] = self._form
        elif tag == "option" and self._select is not None:
            self._read_option(attributes)
        elif tag in {"input", "button", "select", "textarea"}:
            self._control(tag, attributes)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.unclosed.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        assert self.unclosed, f"</{tag}> closes nothing"
        opened = self.unclosed.pop()
        assert opened == tag, f"</{tag}> closes <{opened}>"
        if tag == "form":
            self._form = None
        elif tag == "select" and self._select is not None:
            self._end_select()
        elif tag == "textarea" and self._textarea is not None:
            name, parts = self._textarea
            if self._form is not None and name:
                self._form.fields.append((name, "".join(parts).removeprefix("\n")))
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self._textarea[1].append(data)
        if self.unclosed and self.unclosed[-1] not in {"script", "style"}:
            self.words.append(data)

    def _control(self, tag: str, attributes: Attributes) -> None:
        name = attributes.get("name", "")
        if tag == "select":
            self._select = (name, [], None)
        elif tag == "textarea":
            self._textarea = (name, [])
        if "form" in attributes:
            self._loose.append((tag, attributes))
        elif self._form is not None:
            self._add_control(self._form, tag, attributes)

    def _add_control(self, form: Form, tag: str, attributes: Attributes) -> None:
        name, kind = attributes.get("name", ""), attributes.get("type", "text" if tag == "input" else "submit")
        if "formaction" in attributes:  # a button that sends the same fields to another place
            self.forms.append(
                Form(attributes["formaction"], form.method, form.fields, names=form.names, buttons=form.buttons)
            )
        if not name:
            return
        if tag == "button" or kind == "submit":
            form.buttons.append((name, attributes.get("value", "")))
            return
        form.names.add(name)
        if tag == "input" and (kind not in {"checkbox", "radio"} or "checked" in attributes):
            form.fields.append((name, attributes.get("value", "on" if kind in {"checkbox", "radio"} else "")))

    def _read_option(self, attributes: Attributes) -> None:
        assert self._select is not None
        name, options, chosen = self._select
        value = attributes.get("value", "")
        self._select = (name, [*options, value], value if "selected" in attributes else chosen)

    def _end_select(self) -> None:
        assert self._select is not None
        name, options, chosen = self._select
        self._select = None
        if self._form is not None and name and options:
            self._form.fields.append((name, options[0] if chosen is None else chosen))
