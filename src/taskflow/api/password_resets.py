"""A new password for who has forgotten theirs."""

from taskflow import identity
from taskflow.api.operations import operation
from taskflow.identity import ForgottenPassword, NewPassword


@operation("POST", "/password-resets", body=ForgottenPassword, public=True, codes=("mail_is_off",))
async def request_password_reset(body: ForgottenPassword) -> None:
    """Have a way to a new password mailed

    The answer is the same whether somebody has an account with that address or not. The way is good once, for an hour.
    """
    await identity.request_reset(body.email)


@operation(
    "POST", "/password-resets/completion", body=NewPassword, public=True, own_units=True,
    codes=("password_reset_over",),
)  # fmt: skip
async def complete_password_reset(body: NewPassword) -> None:
    """Choose a new password by the code

    Every session of the person ends; tokens of programs stay good.
    """
    await identity.reset_password(body.code, body.password)
