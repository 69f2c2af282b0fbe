"""Ways through dependencies, and the shape of a tree: against slow ways of finding the same."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from taskflow.tasks.graph import find_path, list_ancestors, measure_height

_NODES = st.integers(0, 7)
_EDGES = st.lists(st.tuples(_NODES, _NODES), max_size=20)


def _reach(edges: list[tuple[int, int]], start: int) -> dict[int, int]:
    """How many steps each node is away from `start`, by widening until nothing is added."""
    distances = {start: 0}
    for steps in range(1, 9):
        for source, target in edges:
            if distances.get(source) == steps - 1:
                distances.setdefault(target, steps)
    return distances


@given(_EDGES, _NODES, _NODES)
def test_a_path_is_found_when_there_is_one_and_is_a_shortest_one(
    edges: list[tuple[int, int]], start: int, goal: int
) -> None:
    path, distances = find_path(edges, start, goal), _reach(edges, start)
    if goal not in distances:
        assert path is None
        return
    assert path is not None
    assert (path[0], path[-1], len(path) - 1) == (start, goal, distances[goal])
    assert set(itertools.pairwise(path)) <= set(edges)


# A parent is older than its subtasks here, so these are trees.
_TREES = st.lists(st.integers(0, 5), min_size=1, max_size=12).map(
    lambda steps: {node: node - step - 1 if node > step else None for node, step in enumerate(steps)}
)


@given(_TREES)
def test_ancestors_end_at_the_top(parents: dict[int, int | None]) -> None:
    for node in parents:
        chain = [node, *list_ancestors(parents, node)]
        assert [parents[below] for below in chain] == [*chain[1:], None]


@given(_TREES)
def test_the_height_is_the_longest_way_down(parents: dict[int, int | None]) -> None:
    def measure(node: int) -> int:
        return max((measure(child) + 1 for child, above in parents.items() if above == node), default=0)

    assert {node: measure_height(parents, node) for node in parents} == {node: measure(node) for node in parents}


@given(st.dictionaries(_NODES, _NODES | st.none()), _NODES)
def test_a_circle_is_walked_once(parents: dict[int, int | None], node: int) -> None:
    above = list_ancestors(parents, node)
    assert len(set(above)) == len(above)
    assert node not in above
    assert measure_height(parents, node) <= len(parents)
