"""Taking tasks out."""

from taskflow import transfer, views
from taskflow.api.operations import operation
from taskflow.api.rows import Row
from taskflow.api.schemas import JobRun
from taskflow.transfer import NewExport
from taskflow.workspaces import Member


@operation(
    "POST", "/workspaces/{slug}/exports", body=NewExport, answer=JobRun, accepted=True,
    location="/workspaces/{slug}/jobs/{id}", codes=("forbidden", "not_found", "too_many_jobs"),
    undo="It changes nothing",
)  # fmt: skip
async def start_export(member: Member, body: NewExport) -> Row:
    """Export tasks as CSV or JSON

    The answer comes at once; the file is made in the background, with all the tasks that you may see as they were at
    one moment. `GET …/jobs/{id}` tells when it is done, `GET …/jobs/{id}/file` gives it for 7 days. A text that a
    spreadsheet would take for a formula has an apostrophe in front of it in CSV.
    """
    if body.view is not None:
        view = await views.get_view(member, body.view)
        body = body.model_copy(update={"project": view["project"], "filter": view["filter"], "sort": view["sort"]})
    return await transfer.start_export(member, body)
