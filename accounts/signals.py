"""What the accounts app tells the rest of the house."""

from django.dispatch import Signal

guest_adopted = Signal()
"""A guest's work moves to an account, inside one transaction. Sent with ``guest`` and ``user``, both ``accounts.User``.

Every app whose rows belong to a learner listens and moves them. The guest's row is deleted afterwards.
"""
