"""What a failed job leaves in its row: the last error, and what was before each time that somebody replayed it."""

MAX_ERROR, MAX_HISTORY = 500, 4000
# In SQL: what `last_error` keeps of former lives, each on lines that begin with `Replayed`; new text goes before it.
FORMER = r"coalesce(substring(E'\n' || last_error from E'\nReplayed .*'), '')"


def describe(error: Exception) -> str:
    """The error in at most MAX_ERROR characters that a database takes."""
    text = f"{type(error).__name__}: {error}"[:MAX_ERROR]
    return text.replace("\0", "").encode(errors="replace").decode()
