#!/bin/sh
# Goes back to the release before, by the same path: scripts/rollback.sh [--dry-run] [--json] (see RUNBOOK.md)
set -eu
cd "$(dirname "$0")/.."
PYTHONPATH=scripts exec python3 -m release rollback "$@"
