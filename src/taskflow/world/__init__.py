"""The named world: the same people and work in the demo data of `bin/dev` and in the tests."""

from taskflow.world.backlog import PLANS, WEB, Plan, Story
from taskflow.world.building import SLUG, World, build_people, build_world, has_world
from taskflow.world.past import tell_past
from taskflow.world.people import PEOPLE, Character

__all__ = [
    "PEOPLE",
    "PLANS",
    "SLUG",
    "WEB",
    "Character",
    "Plan",
    "Story",
    "World",
    "build_people",
    "build_world",
    "has_world",
    "tell_past",
]
