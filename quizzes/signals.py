"""What quizzes tell the apps above them."""

from django.dispatch import Signal

# Sent once for each finished attempt, in the transaction that writes it: ``learner`` (User), ``key`` (str, such as
# ``k8s-docker/docker/volumes/quiz``), ``points`` (float), ``max_points`` (int), ``at`` (aware datetime).
quiz_finished = Signal()
