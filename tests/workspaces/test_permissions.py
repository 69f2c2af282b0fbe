"""The one table of roles and permissions, as it is shown."""

from taskflow.workspaces import MATRIX, SENTENCES, Permission, Role, list_permissions, list_roles


def test_every_permission_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Permission)
    assert len(set(SENTENCES.values())) == len(SENTENCES)
    assert not [sentence for sentence in SENTENCES.values() if not sentence[0].isupper() or sentence.endswith(".")]


def test_what_is_shown_is_what_is_decided_by() -> None:
    shown = {row["name"]: row["allowed"] for row in list_permissions()}
    assert set(shown) == set(Permission)
    for role in Role:
        assert {name for name, allowed in shown.items() if allowed[role.value]} == MATRIX[role]
    assert [row["name"] for row in list_roles()] == list(Role)


def test_only_an_owner_handles_owners() -> None:
    assert [role for role in Role if Permission.MANAGE_OWNERS in MATRIX[role]] == [Role.OWNER]
