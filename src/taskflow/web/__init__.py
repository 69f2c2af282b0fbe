"""The HTTP kit that both doors share."""
