"""Reading a Trello board from its JSON export."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO

from taskflow.transfer.reading.drafts import Draft, Said, Unreadable, keep_texts
from taskflow.transfer.reading.json_files import Row, count_rows, get_text, list_rows, load_json


def read_trello(file: BinaryIO) -> tuple[str, Iterator[Draft]]:
    """The board's id, and its cards in the order of the lists. Raises Unreadable.

    Checklists become a list in the description. Archived cards and those of archived lists are left out, and counted
    on the first card that is not.
    """
    board = load_json(file)
    if not isinstance(board, dict) or "cards" not in board or "lists" not in board:
        raise Unreadable("This is no export of a Trello board: lists and cards are missing")
    return get_text(board, "id", "shortLink") or "board", _read_cards(board)


def _read_cards(board: Row) -> Iterator[Draft]:
    lists = {get_text(row, "id"): row for row in list_rows(board["lists"], "lists") if not row.get("closed")}
    people = {
        get_text(row, "id"): get_text(row, "fullName", "username") for row in list_rows(board.get("members"), "members")
    }
    order = {list_id: place for place, list_id in enumerate(sorted(lists, key=lambda one: _place(lists[one])))}
    cards = list(list_rows(board["cards"], "cards"))
    open_cards = [card for card in cards if not card.get("closed") and get_text(card, "idList") in lists]
    archived = len(cards) - len(open_cards)
    checklists, said = _group_checklists(board), _group_comments(board)
    for card in sorted(open_cards, key=lambda card: (order[get_text(card, "idList")], _place(card))):
        card_id = get_text(card, "id")
        draft = Draft(card_id, f"card «{get_text(card, 'name')[:60] or card_id}»", get_text(card, "name"))
        draft.column = get_text(lists[get_text(card, "idList")], "name")
        draft.is_done = card.get("dueComplete") is True
        draft.people = _name_people(card.get("idMembers"), people)
        draft.labels = [get_text(label, "name", "color") for label in list_rows(card.get("labels"), "labels")]
        description = "\n\n".join(filter(None, [get_text(card, "desc"), *checklists[card_id]]))
        draft.values = keep_texts(
            description=description, due_at=card.get("due"), start_at=card.get("start"), created_at=_read_birth(card_id)
        )
        draft.said = said[card_id]
        draft.left_out = {name: count for name, count in _count_rest(card, archived).items() if count}
        archived = 0
        yield draft


def _count_rest(card: Row, archived: int) -> dict[str, int]:
    return {
        "files": count_rows(card.get("attachments")),
        "custom fields": count_rows(card.get("customFieldItems")),
        "archived cards": archived,
    }


def _group_checklists(board: Row) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one in list_rows(board.get("checklists"), "checklists"):
        items = sorted(list_rows(one.get("checkItems"), "checkItems"), key=_place)
        lines = [f"- [{'x' if item.get('state') == 'complete' else ' '}] {get_text(item, 'name')}" for item in items]
        found[get_text(one, "idCard")].append("\n".join([f"**{get_text(one, 'name')}**", "", *lines]))
    return found


def _group_comments(board: Row) -> dict[str, list[Said]]:
    found: defaultdict[str, list[Said]] = defaultdict(list)
    for action in list_rows(board.get("actions"), "actions"):
        data = action.get("data")
        if action.get("type") == "commentCard" and isinstance(data, dict):
            author = get_text(action.get("memberCreator"), "fullName", "username")
            one = Said(author, get_text(action, "date"), get_text(data, "text"))
            found[get_text(data.get("card"), "id")].insert(0, one)  # the newest comes first
    return found


def _name_people(ids: Any, people: dict[str, str]) -> list[str]:
    return [people.get(one, one) for one in map(str, ids)] if isinstance(ids, list) else []


def _place(row: Any) -> float:
    place = row.get("pos")
    return float(place) if isinstance(place, int | float) else 0.0


def _read_birth(card_id: str) -> str | None:
    """When a card was made: its id begins with it."""
    try:
        return datetime.fromtimestamp(int(card_id[:8], 16), UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return None
