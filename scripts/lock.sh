#!/bin/sh
# Renews the lock files in requirements/ from pyproject.toml: hashes, no addresses. Needs uv: pip install uv
set -eu
cd "$(dirname "$0")/.."

compile() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
        pyproject.toml "$@"
}
compile --output-file requirements/image.txt
compile --extra local --constraint requirements/image.txt --output-file requirements/local.txt
compile --extra local --extra dev --constraint requirements/local.txt --output-file requirements/dev.txt
compile --extra load --constraint requirements/image.txt --output-file requirements/load.txt
