# Makes .venv (or the folder VENV) and installs one of the hash-locked sets into it; sourced by bin/*. Usage: install NAME (local, dev, load)

PYTHON="${PYTHON:-python3}"
VENV="${VENV:-.venv}"

install() {
    if ! "$PYTHON" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
        echo "TaskFlow needs Python 3.11, 3.12 or 3.13; \"$PYTHON\" is not one. Name one with PYTHON=… $0" >&2
        exit 1
    fi
    if [ ! -x "$VENV/bin/python" ]; then
        echo "Making $VENV"
        if ! "$PYTHON" -m venv "$VENV"; then
            echo "Python's venv module does not work here. On Debian and Ubuntu: apt-get install python3-venv" >&2
            exit 1
        fi
    fi
    cmp -s "requirements/$1.txt" "$VENV/installed-$1.txt" && return
    echo "Installing the packages of requirements/$1.txt (the first time takes half a minute)"
    "$VENV/bin/pip" install --disable-pip-version-check --quiet --require-hashes --no-deps -r "requirements/$1.txt"
    "$VENV/bin/python" - <<'PY'
import pathlib, sysconfig
here = pathlib.Path.cwd()
pathlib.Path(sysconfig.get_path("purelib"), "taskflow.pth").write_text(f"{here / 'src'}\n{here}\n")
PY
    cp "requirements/$1.txt" "$VENV/installed-$1.txt"
    # The development set holds the local one.
    if [ "$1" = dev ]; then cp requirements/local.txt "$VENV/installed-local.txt"; fi
}
