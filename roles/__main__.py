"""`python -m roles ROLE`: one process of TaskFlow."""

import sys
from collections.abc import Sequence
from importlib import import_module

SERVING = ("api", "frontend", "worker", "migrate")
USAGE = """usage: python -m roles ROLE
  api        the JSON API
  frontend   the web pages
  worker     background work
  migrate    bring the database's schema up to date, then end
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
    if role not in (*SERVING, "origin") or len(words) > 1:
        print(USAGE, file=sys.stderr)
        return EXIT_USAGE
    return _run(role)


def _run(role: str) -> int:
    settings_module = import_module("taskflow.settings")
    asyncio = import_module("asyncio")
    try:
        settings = settings_module.load_settings()
    except settings_module.SettingsError as error:
        print(error, file=sys.stderr)
        return EXIT_CONFIG
    resources = import_module("roles.resources")
    serving = import_module("taskflow.web.serving")
    try:
        return int(asyncio.run(import_module(f"roles.{role}").run(settings)))
    except resources.StoppedWhileWaiting as stopped:
        print(f"stopped while waiting for {stopped}", file=sys.stderr)
        return 0
    except serving.BindError as error:
        print(f"{role}: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
