"""What the lessons app does for others."""

from lessons.outline import Outline


def list_course_slugs() -> list[str]:
    """Return the slugs of the published courses, in the order in which they are listed."""
    return []


def get_outline(course_slug: str) -> Outline | None:
    """Return a published course's outline, or None where there is no such course."""
    del course_slug
    return None
