"""How lesson keys stand in URLs."""


class LessonKeyConverter:
    """``course/module/lesson``: exactly three slugs, so that a lesson may be called anything."""

    regex = r"[a-z0-9-]+/[a-z0-9-]+/[a-z0-9-]+"

    def to_python(self, value: str) -> str:
        """Return the key."""
        return value

    def to_url(self, value: str) -> str:
        """Return the key."""
        return value
