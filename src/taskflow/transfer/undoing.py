"""Why calendar feeds are not taken back by undo."""

from taskflow.activity import stays

stays("A feed is one's own: revoke it, or make another one", "calendar.created", "calendar.revoked")
