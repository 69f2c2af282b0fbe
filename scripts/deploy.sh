#!/bin/sh
# Brings a release onto this host, one replica at a time: scripts/deploy.sh IMAGE [--dry-run] [--json] (see RUNBOOK.md)
set -eu
cd "$(dirname "$0")/.."
PYTHONPATH=scripts exec python3 -m release deploy "$@"
