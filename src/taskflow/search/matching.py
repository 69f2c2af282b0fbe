"""Words of a filter as a full-text query."""

from taskflow.tasks import Place, Words

MIN_SWAPPED, MAX_SWAPPED = 4, 20


def match_words(words: Words, place: Place, *, is_last: bool) -> str:
    """A condition on `tasks t`: the words stand in its title, its description or its comments.

    What has neither letters nor digits is in no document; it is looked for in the title as it is.
    """
    if not is_searchable(words):
        return f"strpos(lower(t.title), lower({place(words.text)})) > 0"
    return (
        "exists (select from search_documents d where d.workspace_id = t.workspace_id and d.id = t.id"
        f" and d.words @@ {build_query(words, place, is_last=is_last)})"
    )


def is_searchable(words: Words) -> bool:
    """True when a document can hold it."""
    return any(character.isalnum() for character in words.text)


def build_swaps(word: str) -> str:
    """The text of a tsquery of what `word` may have been before two letters that stand side by side were swapped."""
    swaps = {word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1)}
    likely = swaps if word.isalnum() and MIN_SWAPPED <= len(word) <= MAX_SWAPPED else {word}
    return " | ".join(quote(other) for other in sorted(likely))


def quote(text: str) -> str:
    """`text` as to_tsquery reads a word of any characters."""
    escaped = text.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def build_query(words: Words, place: Place, *, is_last: bool) -> str:
    """A tsquery; the last word that is typed may go on."""
    text = words.text.replace("<", " ").replace(">", " ")  # else the database sees markup
    if words.is_phrase:
        return f"phraseto_tsquery('taskflow', {place(text)}::text)"
    if is_last:
        return f"to_tsquery('taskflow', {place(quote(text) + ':*')}::text)"
    return f"plainto_tsquery('taskflow', {place(text)}::text)"
