"""`python -m roles ROLE`: one process of TaskFlow."""

import sys
from collections.abc import Sequence
from importlib import import_module

SERVING = ("api", "frontend", "worker", "migrate", "schema", "verify", "reindex", "maintenance")
USAGE = """usage: python -m roles ROLE
  api        the JSON API
  frontend   the web pages
  worker     background work
  migrate    bring the database's schema up to date, then end
  schema     what this release needs of the database's schema and what it would migrate, as JSON; changes nothing
  verify     has anything in the record of events been altered? 1 and the first place when it has
  reindex    have the workers make the search documents and the figures of charts anew
  maintenance  have the workers delete now what is kept too long; with --dry-run only say what that is
  health     is the role in this container ready? (the image's HEALTHCHECK)
  assets     build the front-end files: assets [--out FOLDER]
  dev        everything on this machine: dev [--port N] [--fresh]"""
EXIT_USAGE, EXIT_CONFIG = 64, 78


def main(words: Sequence[str]) -> int:
    """Run the role that the first word names; gives the exit code."""
    role = words[0] if words else ""
    # Imported late: the health check has to start in milliseconds.
    if role == "health":
        return int(import_module("roles.health").main())
    if role == "assets":
        return int(import_module("roles.assets").main(words[1:]))
    if role == "dev":
        return int(import_module("roles.development").main(words[1:]))
    if role in ("-h", "--help"):
        print(USAGE)
        return 0
    flags = words[1:]
    if role not in (*SERVING, "origin") or (flags and (role, *flags) != ("maintenance", "--dry-run")):
        wrong = (
            f"there is no role {role}" if role not in SERVING else f"{role} takes nothing more: {' '.join(words[1:])}"
        )
        print(wrong if words else "which role?", USAGE, sep="\n", file=sys.stderr)
        return EXIT_USAGE
    return _run(role, *flags)


def _run(role: str, *flags: str) -> int:
    _leave_on_signals(role)
    settings_module = import_module("taskflow.settings")
    try:
        settings = settings_module.load_settings()
    except settings_module.SettingsError as error:
        print(error, file=sys.stderr)
        return EXIT_CONFIG
    waiting = import_module("roles.waiting")
    serving = import_module("taskflow.web.serving")
    try:
        return int(import_module("uvloop").run(import_module(f"roles.{role}").run(settings, *flags)))
    except settings_module.SettingsError as error:
        print(error, file=sys.stderr)
        return EXIT_CONFIG
    except waiting.StoppedWhileWaiting as stopped:
        print(f"{role}: stopped while waiting for the {stopped}", file=sys.stderr)
        return 0
    except (serving.BindError, waiting.GaveUpWaiting) as error:
        print(f"{role}: {error}", file=sys.stderr)
        return 1


def _leave_on_signals(role: str) -> None:
    """Until the role's own handlers: importing takes a moment, and process 1 of a container ignores signals without."""
    signal = import_module("signal")
    # Whoever waits for the migration must not take it for done.
    code = 1 if role in ("migrate", "schema", "verify", "reindex", "maintenance") else 0

    def leave(*_: object) -> None:
        raise SystemExit(code)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, leave)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
