"""URLs of the lessons app."""

from django.urls import URLPattern, URLResolver, path, register_converter

from lessons.converters import LessonKeyConverter
from lessons.views import reading, teaching

register_converter(LessonKeyConverter, "lesson_key")

app_name = "lessons"
urlpatterns: list[URLPattern | URLResolver] = [
    path("courses/", reading.courses, name="courses"),
    path("courses/<slug:slug>/", reading.course, name="course"),
    path("courses/<lesson_key:key>/-/read/", reading.mark_read, name="mark_read"),
    path("courses/<lesson_key:key>/", reading.lesson, name="lesson"),
    path("teach/", teaching.teach, name="teach"),
    path("teach/uploads/", teaching.upload, name="upload"),
    path("teach/uploads/<uuid:upload_id>/", teaching.show_upload, name="show_upload"),
    path("teach/uploads/<uuid:upload_id>/publish/", teaching.publish, name="publish"),
]
