"""The Quart application that both doors are built on: one unsafe request is one transaction."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

import structlog
from quart import Quart, Request, request
from quart.ctx import RequestContext
from quart.typing import ResponseReturnValue, ResponseTypes

from taskflow.platform.database import classify_failure
from taskflow.platform.database_watch import database_watch
from taskflow.platform.errors import NotFound, TaskFlowError, Unavailable
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.settings import Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
MAX_BODY_BYTES = 1024 * 1024
IMPORTS = "/imports"
UPLOADS, UPLOAD_SECONDS = ("/attachments", IMPORTS), 300  # where files are posted to, in both doors
_TRIES = 3
_OWN_UNITS = "_taskflow_own_units"
_STREAMED_BODY = "_taskflow_streamed_body"
_NEEDS_NO_DATABASE = "_taskflow_needs_no_database"
log = structlog.get_logger("taskflow.web")

Handler = Callable[..., Awaitable[Any]]


class BoundedRequest(Request):
    """A request whose form is bounded in parts as well as in bytes; files have a limit of their own."""

    max_form_parts = 200
    max_form_memory_size = MAX_BODY_BYTES
    max_upload_bytes: ClassVar[int] = MAX_BODY_BYTES
    max_import_bytes: ClassVar[int] = MAX_BODY_BYTES

    def __init__(self, method: str, scheme: str, path: str, *more: Any, **options: Any) -> None:
        if method == "POST" and path.endswith(UPLOADS):
            most = self.max_import_bytes if path.endswith(IMPORTS) else self.max_upload_bytes
            options |= {"max_content_length": most, "body_timeout": UPLOAD_SECONDS}
        super().__init__(method, scheme, path, *more, **options)


class Application(Quart):
    """Quart with a unit of work around every unsafe request, finished even when the client hangs up."""

    request_class: type[BoundedRequest] = BoundedRequest
    settings: Settings

    async def full_dispatch_request(self, request_context: RequestContext | None = None) -> ResponseTypes:
        """Answer 503 at once while the database is away, also to those who wait for it when it goes."""
        task: asyncio.Task[Any] | None = asyncio.current_task()
        if task is None or not needs_database(self.view_functions.get(request.endpoint or "")):
            return await super().full_dispatch_request(request_context)
        with database_watch.ending(task):
            try:
                if database_watch.is_up:
                    return await super().full_dispatch_request(request_context)
            except asyncio.CancelledError:
                if not database_watch.was_ended(task):
                    raise
        error = Unavailable("The database does not answer just now", headers={"Retry-After": "2"})
        return await self.finalize_request(await self.handle_user_exception(error), request_context)

    async def dispatch_request(self, request_context: RequestContext | None = None) -> ResponseReturnValue:
        """Run the handler; an unsafe method's runs in one transaction, again after a deadlock."""
        handler = self.view_functions.get(request.endpoint or "")
        if request.method in SAFE_METHODS or handler is None:
            return await super().dispatch_request(request_context)
        if not getattr(handler, _STREAMED_BODY, False):
            await request.get_data()  # a slow body is waited for before the transaction, not inside it
        # A commit that is cancelled has an unknown outcome, so a client that hangs up does not cancel it.
        if getattr(handler, _OWN_UNITS, False):
            return await _finish(super().dispatch_request(request_context))
        return await _finish(self._dispatch_in_unit(request_context))

    async def _dispatch_in_unit(self, request_context: RequestContext | None) -> ResponseReturnValue:
        for attempt in range(1, _TRIES + 1):
            try:
                async with unit_of_work():
                    return await super().dispatch_request(request_context)
            except Exception as error:
                if attempt == _TRIES or classify_failure(error) != "retry":
                    raise
                log.info("request_retried", attempt=attempt, reason=type(error).__name__)
        raise AssertionError("unreachable")


def build_application(name: str, settings: Settings) -> Application:
    """An Application without routes, with the limits that hold for every request."""
    application = Application(name, static_folder=None, template_folder=None)
    # Beside the file itself, a form has names and boundaries.
    limits = {
        "max_upload_bytes": settings.attachment_max_bytes + MAX_BODY_BYTES,
        "max_import_bytes": settings.import_max_bytes + MAX_BODY_BYTES,
    }
    limited: type[BoundedRequest] = type("LimitedRequest", (BoundedRequest,), limits)
    application.request_class = limited
    application.settings = settings
    application.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        BODY_TIMEOUT=30,
        RESPONSE_TIMEOUT=60,
        PROPAGATE_EXCEPTIONS=False,
        TRAP_HTTP_EXCEPTIONS=False,
    )
    application.url_map.strict_slashes = False
    application.url_map.merge_slashes = False
    application.before_request(_name_route)
    application.before_request(_refuse_nul)
    return application


def with_own_units(handler: Handler) -> Handler:
    """Marks a handler that opens its units of work itself, because it does slow things outside of them."""
    setattr(handler, _OWN_UNITS, True)
    return handler


def with_streamed_body(handler: Handler) -> Handler:
    """Marks a handler that reads the body by itself, as it comes. It opens its units of work itself, too."""
    setattr(handler, _STREAMED_BODY, True)
    return with_own_units(handler)


def without_database(handler: Handler) -> Handler:
    """Marks a handler that answers while the database is away: health, and files."""
    setattr(handler, _NEEDS_NO_DATABASE, True)
    return handler


def needs_database(handler: object) -> bool:
    """False for handlers marked `without_database`."""
    return not getattr(handler, _NEEDS_NO_DATABASE, False)


def current_settings() -> Settings:
    """The settings of the application that handles the present request."""
    from quart import current_app  # noqa: PLC0415  a proxy, bound late

    return current_app.settings  # type: ignore[attr-defined,no-any-return]


async def _name_route() -> None:
    """Tell the access log and the metrics which route this is: they never use raw paths."""
    if request.url_rule is not None:
        request.scope["taskflow.route"] = request.url_rule.rule  # type: ignore[typeddict-unknown-key]


async def _refuse_nul() -> None:
    """No name holds a NUL, and PostgreSQL refuses to look for one."""
    if "\x00" in request.path:
        raise NotFound


async def _finish(work: Awaitable[ResponseReturnValue]) -> ResponseReturnValue:
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        task.add_done_callback(_log_orphan)
        raise


def _log_orphan(task: "asyncio.Future[ResponseReturnValue]") -> None:
    error = None if task.cancelled() else task.exception()
    if error is not None and not isinstance(error, TaskFlowError):  # a refusal is nobody's fault, heard or not
        log.warning("request_failed_after_hangup", exc_info=error)
