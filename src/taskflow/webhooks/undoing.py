"""Why changes of webhooks are not taken back by undo."""

from taskflow.activity import stays

stays("The secret was shown, and others may send and trust by it: delete the webhook", "webhook.created")
stays("What was sent meanwhile cannot be called back: change it again", "webhook.edited")
stays("A deleted webhook and its secret are not kept: make another one", "webhook.deleted")
stays("The new secret was shown, and may be in use: give it another one", "webhook.secret_rotated")
stays("Enable the webhook when its receiver can be reached again", "webhook.disabled")
