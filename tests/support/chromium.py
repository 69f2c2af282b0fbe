"""How Chromium is started in tests: headless, and without looking for anything outside."""

import os
from typing import Any

LAUNCH: dict[str, Any] = {
    "executable_path": os.environ.get("TASKFLOW_CHROMIUM", "/usr/bin/chromium"),
    "args": [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ],
}
