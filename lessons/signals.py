"""What lessons tell the apps above them."""

from django.dispatch import Signal

# Sent once, in the transaction that writes the reading, when a learner first marks a lesson as read:
# ``learner`` (User), ``key`` (str, such as ``k8s-docker/docker/volumes``), ``at`` (aware datetime).
lesson_read = Signal()
