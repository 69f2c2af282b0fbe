"""Tasks that hang on each other: ways through dependencies, and the shape of a tree of subtasks. Pure."""

from collections import deque
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

NodeT = TypeVar("NodeT", bound=Hashable)


def find_path(edges: Iterable[tuple[NodeT, NodeT]], start: NodeT, goal: NodeT) -> list[NodeT] | None:
    """A shortest way along the edges from `start` to `goal`, both included, or None when there is none."""
    following: dict[NodeT, list[NodeT]] = {}
    for source, target in edges:
        following.setdefault(source, []).append(target)
    came_from: dict[NodeT, NodeT | None] = {start: None}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        if node == goal:
            return _walk_back(came_from, goal)
        for target in following.get(node, ()):
            if target not in came_from:
                came_from[target] = node
                waiting.append(target)
    return None


def list_ancestors(parents: Mapping[NodeT, NodeT | None], node: NodeT) -> list[NodeT]:
    """The parent of `node`, the parent of that one and so on; it ends where it would begin again."""
    found: dict[NodeT, None] = {}
    above = parents.get(node)
    while above is not None and above not in found and above != node:
        found[above] = None
        above = parents.get(above)
    return list(found)


def measure_height(parents: Mapping[NodeT, NodeT | None], node: NodeT) -> int:
    """How many levels stand below `node`; 0 for one without subtasks."""
    below = (list_ancestors(parents, other) for other in parents)
    return max((ancestors.index(node) + 1 for ancestors in below if node in ancestors), default=0)


def _walk_back(came_from: Mapping[NodeT, NodeT | None], goal: NodeT) -> list[NodeT]:
    way, node = [goal], came_from[goal]
    while node is not None:
        way.append(node)
        node = came_from[node]
    return way[::-1]
