"""What the budgets of the product are about, as requests."""

from collections.abc import Callable
from itertools import cycle
from urllib.parse import quote

import orjson

from loadtests.bench.dataset import SLUG, Dataset
from loadtests.bench.measuring import Case, Request

_API = f"/api/v1/workspaces/{SLUG}"
_JSON = "Content-Type: application/json\r\n"
Build = Callable[[int], Request]
_PERIODS = cycle(("12w", "2w", "12w", "6w", "12w", "year"))
_WORDS = ("login", "invoice phones", "dark mode", "webhook", "calendar guests", "logni", "expor")


def build_cases(dataset: Dataset) -> list[Case]:
    """One for each row of the budgets that the API and the pages answer now."""
    project = dataset.project_keys[0]
    return [
        Case("read a task", "api", lambda n: Request("GET", f"{_API}/tasks/{_key(dataset, n)}"), 10, 2),
        Case("50 tasks of a project", "api", _build_list(project), 20, 2),
        Case("create a task", "api", _build_creation(dataset), 25, 6),
        Case("move a task", "api", _build_move(dataset), 25, 6),
        Case("complete a task", "api", _build_completion(dataset), 25, 6),
        Case("search", "api", _build_search(), 50, 2),
        Case("board page", "frontend", lambda n: Request("GET", f"/{SLUG}/p/{_project(dataset, n)}"), 50, 6),
        Case("analytics page", "frontend", _build_analytics(dataset), 100, 8),
        Case("analytics built anew", "api", _build_report(dataset), 100, 5),
    ]


def _project(dataset: Dataset, n: int) -> str:
    return dataset.project_keys[n % len(dataset.project_keys)]


def _key(dataset: Dataset, n: int) -> str:
    """Another task each time, all over the projects."""
    return f"{_project(dataset, n)}-{n * 7919 % dataset.tasks_per_project + 1}"


def _build_list(project: str) -> Build:
    queries = cycle(
        (
            "status=open&sort=-priority",
            "status=open&label=bug&sort=due",
            "status=all&priority=high&sort=-updated",
            "assignee=me&sort=-updated",
        )
    )
    return lambda _: Request("GET", f"{_API}/projects/{project}/tasks?limit=50&{next(queries)}")


def _build_search() -> Build:
    words = cycle(_WORDS)
    return lambda _: Request("GET", f"{_API}/search?limit=20&q={quote(next(words))}")


def _build_report(dataset: Dataset) -> Build:
    # Another number of tasks is another report, which is not kept; so many that nothing is forecast.
    return lambda n: Request(
        "GET", f"{_API}/projects/{_project(dataset, n)}/analytics?period={next(_PERIODS)}&items={100_000 - n % 5_000}"
    )


def _build_analytics(dataset: Dataset) -> Build:
    # Each report is built once a minute, for nothing happens meanwhile.
    return lambda n: Request("GET", f"/{SLUG}/p/{_project(dataset, n)}/analytics?period={next(_PERIODS)}")


def _build_creation(dataset: Dataset) -> Build:
    return lambda n: Request(
        "POST",
        f"{_API}/projects/{_project(dataset, n)}/tasks",
        _JSON,
        orjson.dumps({"title": f"Measure number {n}", "priority": "high", "due_date": "2026-12-01"}),
    )


def _build_move(dataset: Dataset) -> Build:
    columns = cycle((dataset.column_ids["doing"], dataset.column_ids["review"], dataset.column_ids["todo"]))
    return lambda n: Request(
        "PUT",
        f"{_API}/tasks/{dataset.project_keys[0]}-{n * 7919 % dataset.tasks_per_project + 1}/position",
        _JSON,
        orjson.dumps({"column_id": str(next(columns))}),
    )


def _build_completion(dataset: Dataset) -> Build:
    # Completing and reopening by turns: nearly every request is a change.
    return lambda n: Request("DELETE" if n % 2 else "PUT", f"{_API}/tasks/{_key(dataset, n // 2)}/completion")
