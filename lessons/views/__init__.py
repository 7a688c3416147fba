"""The pages of lessons: reading.py for learners, teaching.py for instructors."""
