"""The documents of a workspace, made anew: what the triggers keep, in case somebody has to distrust it."""

from uuid import UUID

from taskflow.platform.database import fetch, fetch_one

BATCH = 500


async def rebuild_documents(workspace_id: UUID, *, after: UUID | None = None) -> UUID | None:
    """Write the documents of the next `BATCH` tasks behind `after` where they differ; the last task's id, or None.

    The tasks are locked as writers lock them, so a change of the same moment is not overwritten by what was before it.
    """
    rows = await fetch(
        "select t.id from tasks t where t.workspace_id = $1 and ($2::uuid is null or t.id > $2)"
        " order by t.id limit $3 for no key update",
        workspace_id,
        after,
        BATCH,
    )
    ids = [row["id"] for row in rows]
    await fetch(
        "insert into search_documents as d (id, workspace_id, title, words)"
        " select b.id, b.workspace_id, b.title, b.words from build_search_documents($1) b"
        " on conflict (id) do update set title = excluded.title, words = excluded.words"
        " where (d.title, d.words) is distinct from (excluded.title, excluded.words)",
        ids,
    )
    await fetch_one(
        "delete from search_documents d using tasks t where d.id = any ($1::uuid[]) and t.id = d.id"
        " and t.deleted_at is not null",
        ids,
    )
    return ids[-1] if len(ids) == BATCH else None
