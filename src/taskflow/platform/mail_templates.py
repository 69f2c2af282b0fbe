"""Writing a mail from its two templates, `emails/NAME.txt` and `emails/NAME.html`."""

from collections.abc import Callable, Mapping
from typing import Any

from taskflow.platform.mail_messages import Email

# Takes the template's name and its values, gives the text.
Render = Callable[[str, Mapping[str, Any]], str]
_render: Render | None = None


def render_by(render: Render | None) -> None:
    """How this process fills templates of mails in; None is not at all."""
    global _render  # noqa: PLW0603  the one place where the process' templates are known
    _render = render


def compose(
    template: str,
    *,
    to_address: str,
    to_name: str = "",
    subject: str,
    message_id: str = "",
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> Email:
    """The mail that `template` makes of `values`. Raises RuntimeError before `render_by`.

    Templates have `subject`, `to_name` and `link(path)`, which makes an address of this TaskFlow, beside the values.
    """
    if _render is None:
        raise RuntimeError("no templates for mails: call render_by first")
    given = {"subject": subject, "to_name": to_name} | values
    return Email(
        to_address=to_address,
        to_name=to_name,
        subject=subject,
        text=_render(f"emails/{template}.txt", given),
        html=_render(f"emails/{template}.html", given),
        message_id=message_id,
        headers=headers or {},
    )
