"""Finding tasks: by key, by words, and by titles that are nearly what was typed."""

from typing import Any

from taskflow.platform.database import fetch
from taskflow.platform.pagination import Page, build_page, read_cursor, read_id, read_text
from taskflow.projects import build_visibility
from taskflow.search.marks import GREATER, LESS, START, STOP, mark_like, to_html
from taskflow.search.matching import build_query, build_swaps, match_words
from taskflow.search.request import Request, build_request
from taskflow.tasks import FIELDS, FROM, Node, build_cards, build_condition
from taskflow.workspaces import Member

Row = dict[str, Any]
# The newest so many tasks that have the words are ranked; when a filter narrows them, it has more to choose from.
MOST_RANKED, MOST_FILTERED, MOST_NEWEST, MOST_SIMILAR = 300, 10_000, 1000, 50
MOST_WORDS, ENOUGH, NEARLY_AS_LIKE = 6, 5, 0.7
KEY_SCORE, LIKE_SCORE = 10.0, 0.01
_MARKS = f"StartSel={START}, StopSel={STOP}"
_PIECE = f"{_MARKS}, MaxFragments=1, MaxWords=24, MinWords=10, ShortWord=0"


async def search_tasks(member: Member, wanted: Node, *, after: str | None = None, limit: int = 20) -> Page:
    """The tasks that the member may see, the best first: cards with `score` and `matches`.

    `matches` has `title` and `snippet` as HTML with `<mark>`, and `in`: where the words stand. Without words the
    newest come first. When hardly anything has the words, titles like them follow. Raises Invalid for a made-up cursor.
    """
    request = build_request(wanted)
    page = await _find(member, request, after, limit)
    is_short = after is None and page.next_cursor is None and len(page.items) < min(limit, ENOUGH)
    if not is_short or not request.may_be_mistyped or any(row["score"] >= KEY_SCORE for row in page.items):
        return page
    known = {row["id"] for row in page.items}
    similar = [row for row in await _find_similar(member, request, limit) if row["id"] not in known]
    return Page([*page.items, *similar][:limit], None)


async def _find(member: Member, request: Request, after: str | None, limit: int) -> Page:
    statement = _Statement(member, request)
    behind = ""
    if after is not None:
        score, last_id = read_cursor(after, _read_score, read_id)
        behind = f" where (h.score, h.id) < ({statement.place(score)}::real, {statement.place(last_id)}::uuid)"
    # The best first: then as many tasks are looked at as it takes to fill the page.
    found = (
        f"select {FIELDS}, t.description, r.score"
        f" from (select h.id, h.score from hits h{behind} order by h.score desc, h.id desc offset 0) r"
        " join tasks t on t.id = r.id join projects p on p.id = t.project_id"
        " join project_columns c on c.id = t.column_id"
        f" where {statement.conditions} order by r.score desc, r.id desc limit {limit + 1}"
    )
    more = f"t.score, t.score::text as sort_score, {statement.marks}"
    sql = build_cards(found, "t.score desc, t.id desc", more=more, before=[f"hits as materialized ({statement.hits})"])
    page = build_page(await fetch(sql, *statement.values), limit, "sort_score", "id")
    return Page([_present(row) for row in page.items], page.next_cursor)


async def _find_similar(member: Member, request: Request, limit: int) -> list[Row]:
    values: list[Any] = [member.workspace_id, member.id]
    texts = [words.text for words in request.words][:MOST_WORDS]
    values += [texts, [build_swaps(text) for text in texts], MOST_SIMILAR]
    found = (
        f"select {FIELDS}, s.likeness{FROM}"
        "join find_similar_titles($1, $3::text[], $4::text[], $5::int) s on s.id = t.id"
        f" where t.workspace_id = $1 and t.deleted_at is null and {build_visibility(member, '$2')}"
        f" and {build_condition(member, request.rest, values, match=match_words)}"
        f" order by s.likeness desc, t.id desc limit {limit}"
    )
    more = f"(t.likeness * {LIKE_SCORE})::real as score"
    rows = await fetch(build_cards(found, "t.likeness desc, t.id desc", more=more), *values)
    likely = [row for row in rows if row["score"] >= rows[0]["score"] * NEARLY_AS_LIKE]
    return [
        row | {"matches": {"title": mark_like(row["title"], texts), "snippet": "", "in": "title"}} for row in likely
    ]


class _Statement:
    """The parts of the statement that finds, and its values."""

    def __init__(self, member: Member, request: Request) -> None:
        self.values: list[Any] = [member.workspace_id, member.id]
        self.member = member
        self.request = request
        queries = [
            build_query(words, self.place, is_last=words is request.words[-1] and not words.is_phrase)
            for words in request.words
        ]
        self.every = f"({' && '.join(queries)})" if queries else ""
        self.any = f"({' || '.join(queries)})" if queries else ""
        rest = build_condition(member, request.rest, self.values, match=match_words)
        self.conditions = (
            f"t.workspace_id = $1 and t.deleted_at is null and {build_visibility(member, '$2')} and {rest}"
        )
        self.is_filtered = rest != "true"
        self.hits = self._build_hits()
        self.marks = self._build_marks()

    def place(self, value: Any) -> str:
        self.values.append(value)
        return f"${len(self.values)}"

    def _build_hits(self) -> str:
        """The ids among which the best are, and their scores: those that are called by their key come first."""
        if not self.every:
            return f"select t.id, 0::real as score{FROM}where {self.conditions} order by t.id desc limit {MOST_NEWEST}"
        most = MOST_FILTERED if self.is_filtered else MOST_RANKED
        ranked = (
            f"select d.id, ts_rank(d.words, {self.every}, 1) as score"
            f" from find_search_documents($1, {self.every}, {most}) f(id) join search_documents d on d.id = f.id"
        )
        if self.request.number is None:
            return ranked
        number, key = self.place(self.request.number), self.place(self.request.project_key)
        return (
            f"select h.id, sum(h.score)::real as score from ({ranked} union all select t.id, {KEY_SCORE}::real"
            f" from projects p join tasks t on t.project_id = p.id and t.number = {number}::int"
            f" where p.workspace_id = $1 and p.key = coalesce({key}::text, p.key)) h group by h.id"
        )

    def _build_marks(self) -> str:
        if not self.any:
            return "t.title as marked_title, '' as marked_description, '' as marked_comment"
        clean = f"translate({{}}, '<>{START}{STOP}{LESS}{GREATER}', '{LESS}{GREATER}')"
        comment = (
            "coalesce((select x.body from comments x where x.workspace_id = t.workspace_id and x.task_id = t.id and"
            " x.deleted_at is null"
            f" and to_tsvector('taskflow', translate(left(x.body, 5000), '<>', '  ')) @@ {self.any}"
            " order by x.id desc limit 1), '')"
        )
        headline = "ts_headline('taskflow', {}, {}, '{}')"
        return ", ".join(
            f"{headline.format(clean.format(text), self.any, options)} as marked_{name}"
            for name, text, options in (
                ("title", "t.title", f"{_MARKS}, HighlightAll=true"),
                ("description", "left(t.description, 20000)", _PIECE),
                ("comment", f"left({comment}, 5000)", _PIECE),
            )
        )


def _present(row: Row) -> Row:
    """The row with what was found in it."""
    where, snippet = "title", ""
    for name in ("description", "comment"):
        if START in row[f"marked_{name}"]:
            snippet = to_html(row[f"marked_{name}"])
            where = where if START in row["marked_title"] else name
            break
    return row | {"matches": {"title": to_html(row["marked_title"]), "snippet": snippet, "in": where}}


def _read_score(value: Any) -> float:
    score = float(read_text(value))
    if not 0 <= score < 100:
        raise ValueError("no score")
    return score
