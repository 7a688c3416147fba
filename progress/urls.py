"""URLs of the progress app."""

from django.urls import URLPattern, URLResolver, path

from progress.views import classes, joining, learner

app_name = "progress"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", learner.home, name="home"),
    path("progress/", learner.progress, name="progress"),
    path("progress/courses/<slug:slug>/map/", learner.course_map, name="course_map"),
    path("teach/classes/", classes.classes, name="classes"),
    path("teach/classes/<int:pk>/", classes.show_class, name="class"),
    path("teach/classes/<int:pk>/table.csv", classes.export_class, name="class_export"),
    path("teach/classes/<int:pk>/link/", classes.renew_link, name="class_renew_link"),
    path("teach/classes/<int:pk>/learners/<int:learner_id>/remove/", classes.remove_learner, name="class_remove"),
    path("join/<str:token>/", joining.join, name="join"),
    path("classes/<int:pk>/leave/", joining.leave, name="leave"),
]
