"""Small pieces: the sizes of STYLE.md."""

import ast

import pytest

from tests.architecture.source import ROOT, functions, parse, product_files, relative

MODULE, FUNCTION, HANDLER, JOB = 250, 30, 15, 8
FRONT_DOOR = 30
# Files that are tables of data, read row by row.
TABLES = {"src/taskflow/world/backlog.py"}


def _body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = node.body[1:] if ast.get_docstring(node) is not None and len(node.body) > 1 else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def test_modules_are_at_most_250_lines() -> None:
    long = {relative(p): len(p.read_text().splitlines()) for p in product_files() if relative(p) not in TABLES}
    assert not {name: lines for name, lines in long.items() if lines > MODULE}


def test_functions_are_at_most_30_lines() -> None:
    long = [
        f"{relative(path)}:{node.lineno} {node.name}: {_body_lines(node)} lines"
        for path in product_files()
        for node in functions(parse(path))
        if _body_lines(node) > FUNCTION
    ]
    assert not long, "\n".join(long)


def test_handlers_get_do_and_answer_in_15_lines() -> None:
    handlers = {
        f"{relative(path)}:{node.lineno} {node.name}": _body_lines(node)
        for path in product_files()
        if path.parent.name in {"api", "pages"}
        for node in functions(parse(path))
        if _decorators(node) & {"get", "post", "operation"}
    }
    assert len(handlers) > 100
    assert not {name: lines for name, lines in handlers.items() if lines > HANDLER}


def _decorators(node: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    called = [one.func if isinstance(one, ast.Call) else one for one in node.decorator_list]
    return {one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in called}


def test_jobs_only_call() -> None:
    for path in product_files():
        if path.name == "jobs.py" and path.parent.name != "platform":
            for node in functions(parse(path)):
                if node.decorator_list:
                    statements = [n for n in ast.walk(node) if isinstance(n, ast.stmt)]
                    assert len(statements) <= JOB + 2, f"{relative(path)} {node.name}"


def test_every_module_opens_with_one_sentence() -> None:
    silent = [relative(p) for p in product_files() if not ast.get_docstring(parse(p))]
    assert not silent


def test_templates_are_at_most_120_lines() -> None:
    templates = list((ROOT / "web_assets/templates").rglob("*.html"))
    if not templates:
        pytest.fail("there are no templates")
    assert not [relative(p) for p in templates if len(p.read_text().splitlines()) > 120]


def test_scripts_for_browsers_are_at_most_150_lines() -> None:
    assert not [
        relative(p) for p in (ROOT / "web_assets/static").rglob("*.js") if len(p.read_text().splitlines()) > 150
    ]
