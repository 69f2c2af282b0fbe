"""Names that stand in two places agree: actions, jobs, settings."""

import ast
import importlib
import re
from typing import Any

from taskflow.activity import ACTIONS
from taskflow.fanout import LISTENERS, LISTENERS_OF_ALL
from taskflow.platform.jobs import REGISTRY
from taskflow.settings import PREFIX, Settings
from tests.architecture.source import ROOT, calls, parse, product_files, relative


def _literals(node: ast.AST) -> list[str]:
    return [n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)]


def _recorded() -> set[str]:
    names = ("record", "_record", "record_task", "record_fact", "change_task", "write_change", "_change")
    names += ("record_member", "record_team", "record_invitation", "Fact", "note", "write_changes", "record_hook")
    found = set()
    for path in product_files():
        for call in calls(parse(path), *names):
            found |= {text for argument in call.args[:2] for text in _literals(argument) if "." in text}
    return found


def test_every_recorded_action_has_a_sentence() -> None:
    assert _recorded() <= set(ACTIONS)


def test_every_sentence_is_of_an_action_that_is_recorded() -> None:
    assert set(ACTIONS) <= _recorded()


def test_listeners_hear_known_actions_by_known_jobs() -> None:
    registered = _registered_jobs()
    assert set(LISTENERS) <= set(ACTIONS)
    assert {name for names in LISTENERS.values() for name in names} | set(LISTENERS_OF_ALL) <= registered


def test_every_enqueued_job_is_registered() -> None:
    registered = _registered_jobs()
    for path in product_files():
        for call in calls(parse(path), "enqueue"):
            name: Any = call.args[0]
            if isinstance(name, ast.Constant):
                assert name.value in registered, f"{relative(path)}:{call.lineno}"


def test_who_asks_for_bulk_says_so() -> None:
    """The worker would move it; but until then it has been in the way."""
    _registered_jobs()
    bulk = {name for name, definition in REGISTRY.items() if definition.is_bulk}
    assert len(bulk) >= 4
    for path in product_files():
        for call in calls(parse(path), "enqueue"):
            name: Any = call.args[0]
            if isinstance(name, ast.Constant) and name.value in bulk:
                said = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
                assert said.get("priority") == "BULK", f"{relative(path)}:{call.lineno}"


def test_every_setting_is_explained_in_app_env() -> None:
    text = (ROOT / "config/app.env").read_text()
    keys = {PREFIX + name.upper() for name in Settings.model_fields}
    documented = set(re.findall(r"^#? ?(TASKFLOW_[A-Z_]+?)(?:_FILE)?=", text, flags=re.M))
    assert keys == documented


def test_only_settings_knows_the_names_of_settings() -> None:
    # The image's health check has to start in milliseconds, so it reads its one variable itself.
    allowed = {"src/taskflow/settings.py", "roles/health.py"}
    for path in product_files():
        if relative(path) not in allowed:
            used = [
                n for n in ast.walk(parse(path)) if isinstance(n, ast.Attribute) and n.attr in {"environ", "getenv"}
            ]
            assert not used or relative(path).startswith("roles/"), relative(path)


def _registered_jobs() -> set[str]:
    for path in (ROOT / "src/taskflow").glob("*/jobs.py"):
        if path.parent.name != "platform":
            importlib.import_module(f"taskflow.{path.parent.name}.jobs")
    importlib.import_module("taskflow.fanout")
    return {
        argument
        for path in product_files()
        for call in calls(parse(path), "job")
        for argument in _literals(call.args[0])
        if call.args
    }
