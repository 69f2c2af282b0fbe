"""Moving tasks between projects."""

from taskflow.tasks.transfers import returning  # noqa: F401  enters how it is taken back
from taskflow.tasks.transfers.inputs import Transfer
from taskflow.tasks.transfers.moving import preview_transfer, transfer_task

__all__ = ["Transfer", "preview_transfer", "transfer_task"]
