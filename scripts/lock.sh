#!/bin/sh
# Renews the lock files in requirements/ from pyproject.toml: hashes, no addresses. Needs uv: pip install uv
set -eu
cd "$(dirname "$0")/.."

compile() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header "$@"
}
compile pyproject.toml --output-file requirements/image.txt
compile --group assets --output-file requirements/assets.txt
compile pyproject.toml --group local --group assets --constraint requirements/image.txt \
    --constraint requirements/assets.txt --output-file requirements/local.txt
compile pyproject.toml --group local --group assets --group dev --constraint requirements/local.txt \
    --output-file requirements/dev.txt
compile pyproject.toml --group load --constraint requirements/image.txt --output-file requirements/load.txt
