"""What the inbox says where there is nothing. Pure."""

EMPTY_TRAYS = {
    "unread": ("All caught up", "When somebody assigns you a task or writes on one of yours, it is told here."),
    "all": ("Nothing here", "What you are told stays here until you are done with it."),
    "mentions": ("Nobody has named you", "A comment with your @name in it is told here."),
    "snoozed": ("Nothing is put off", "What you snooze waits here, and comes back unread."),
    "done": ("Nothing is done yet", "What you are done with is kept here."),
}
