"""What a recurrence rule means."""

from taskflow import tasks
from taskflow.api.operations import operation
from taskflow.api.rows import Row
from taskflow.api.schemas import Recurrence
from taskflow.identity import Person
from taskflow.tasks import RecurrencePreview


@operation("GET", "/recurrence-preview", query=RecurrencePreview, answer=Recurrence)
async def preview_recurrence(person: Person, query: RecurrencePreview) -> Row:
    """Tell what a recurrence rule means

    In a sentence, and by the dues of the tasks that would follow one that is due as given. Changes nothing.
    """
    return tasks.preview_recurrence(query)
