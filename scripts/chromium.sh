# Finds Chromium for the browser tests and exports TASKFLOW_CHROMIUM; installs Debian's where that is possible.

find_chromium() {
    if [ -z "${TASKFLOW_CHROMIUM:-}" ]; then
        TASKFLOW_CHROMIUM=$(command -v chromium || command -v google-chrome || command -v chrome || true)
    fi
    if [ -z "$TASKFLOW_CHROMIUM" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing Chromium for the browser tests"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
        TASKFLOW_CHROMIUM=$(command -v chromium)
    fi
    if [ -z "$TASKFLOW_CHROMIUM" ]; then
        echo "The browser tests need Chromium: install it, or name it in TASKFLOW_CHROMIUM, or run bin/test --fast" >&2
        exit 1
    fi
    export TASKFLOW_CHROMIUM
}
