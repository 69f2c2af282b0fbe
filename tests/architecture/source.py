"""The project's own Python files as syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
GENERATED = "src/taskflow/migrations/models"


@cache
def parse(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def product_files() -> list[Path]:
    """Every Python file of the product, without tests and migrations."""
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "roles").rglob("*.py")]
    return sorted(path for path in files if GENERATED not in path.as_posix() and "egg-info" not in path.as_posix())


def relative(path: Path) -> str:
    """The file as people name it."""
    return path.relative_to(ROOT).as_posix()


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method in a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls(tree: ast.Module, *names: str) -> Iterator[ast.Call]:
    """Every call of a function with one of these names, however it was imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", None)
            if name in names:
                yield node
