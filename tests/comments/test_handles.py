"""What people type behind an `@`."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from taskflow.comments.handles import build_handles, find_matching
from taskflow.platform.markdown import find_handles, fold_handle


def person(name: str, number: int = 0) -> dict[str, object]:
    return {"id": UUID(int=number) if number else uuid4(), "name": name, "hue": "teal"}


def team(name: str, *members: dict[str, object]) -> dict[str, object]:
    return person(name) | {"member_ids": [member["id"] for member in members]}


def meant(handles: dict[str, object]) -> dict[str, str]:
    return {handle: target.name for handle, target in handles.items()}  # type: ignore[attr-defined]


def test_a_first_name_is_enough_while_it_is_one_persons_alone() -> None:
    handles = build_handles([person("Mateo Ruiz"), person("Anna Berg"), person("Anna Holm")], [])
    assert meant(handles) == {
        "mateo-ruiz": "Mateo Ruiz", "mateo": "Mateo Ruiz", "anna-berg": "Anna Berg", "anna-holm": "Anna Holm",
    }  # fmt: skip
    assert handles["mateo-ruiz"].handle == "mateo"
    assert handles["anna-berg"].handle == "anna-berg"


def test_who_came_later_gets_a_number_behind_a_name_that_is_taken() -> None:
    first, second = person("Anna Berg", 1), person("anna  bérg", 2)
    handles = build_handles([second, first], [])
    assert (handles["anna-berg"].id, handles["anna-berg-2"].id) == (first["id"], second["id"])


def test_a_team_means_those_of_it_who_are_here() -> None:
    here, away = person("Mateo Ruiz"), person("Aiko Tanaka")
    handles = build_handles([here], [team("Design & UX", here, away), team("Away", away)])
    assert handles["design-ux"].member_ids == (here["id"],)
    assert "away" not in handles


def test_a_name_goes_before_a_team_and_a_team_before_a_first_name() -> None:
    sam, okafor = person("Sam", 1), person("Mateo Okafor", 2)
    handles = build_handles([sam, okafor], [team("sam", sam), team("Mateo", okafor)])
    assert (handles["sam"].kind, handles["sam-2"].kind) == ("member", "team")
    assert (handles["mateo"].kind, handles["mateo-okafor"].handle) == ("team", "mateo-okafor")


def test_a_menu_finds_the_beginnings_of_handles_and_of_words() -> None:
    handles = build_handles([person("Mateo Ruiz"), person("Ruth Marsh"), person("Aiko Tanaka")], [])
    assert [target.name for target in find_matching(handles, "ru", 10)] == ["Mateo Ruiz", "Ruth Marsh"]
    assert [target.name for target in find_matching(handles, "MÀ", 10)] == ["Mateo Ruiz", "Ruth Marsh"]
    assert [target.name for target in find_matching(handles, "", 2)] == ["Aiko Tanaka", "Mateo Ruiz"]
    assert find_matching(handles, "uiz", 10) == []


@given(st.lists(st.text(min_size=1, max_size=100), max_size=8))
def test_everybody_has_a_handle_that_can_be_typed_and_means_them_alone(names: list[str]) -> None:
    people = [person(name, number) for number, name in enumerate(names, start=1)]
    handles = build_handles(people, [])
    by_id = {target.id: target for target in handles.values()}
    assert set(by_id) == {row["id"] for row in people}
    for target in by_id.values():
        assert handles[target.handle] == target
        assert fold_handle(target.handle) == target.handle
        assert find_handles(f"Hello @{target.handle}, you") == [target.handle]
