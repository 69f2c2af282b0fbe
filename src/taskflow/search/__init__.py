"""Search: the tasks that somebody means, the best first, whatever they mistype."""

from taskflow.search.documents import rebuild_documents
from taskflow.search.matching import match_words
from taskflow.search.queries import search_tasks
from taskflow.search.rebuilding import start_rebuild

__all__ = ["match_words", "rebuild_documents", "search_tasks", "start_rebuild"]
