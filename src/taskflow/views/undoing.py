"""Why saved views are not taken back by undo."""

from taskflow.activity import stays

stays("A view is one's own: change it again", "view.saved", "view.edited")
stays("A view that was deleted is not kept: save it again", "view.deleted")
