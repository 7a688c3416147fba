"""What the sandbox tells the rest of the house."""

from django.dispatch import Signal

lab_finished = Signal()
"""A try that counts was scored. Sent once, in the transaction that writes the verdict.

With ``learner`` (accounts.User), ``key`` (the lab's), ``points``, ``max_points``, ``verdict`` (passed, partly, wrong or
timed out) and ``at`` (datetime). Not sent for what never costs an attempt: invalid, our fault, and every try after the
reference solution was seen.
"""
