"""Oneself."""

from dataclasses import asdict

from taskflow import identity
from taskflow.api.operations import operation
from taskflow.api.rows import Row
from taskflow.api.schemas import Profile
from taskflow.identity import Person, ProfileChanges


@operation("GET", "/me", answer=Profile)
async def get_profile(person: Person) -> Row:
    """Read your profile"""
    return asdict(person)


@operation("PATCH", "/me", body=ProfileChanges, answer=Profile, if_match="required")
async def edit_profile(person: Person, body: ProfileChanges, version: int) -> Row:
    """Change your profile"""
    return asdict(await identity.edit_profile(person, body, version=version))
