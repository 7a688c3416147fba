"""The URL table: one line an app."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("", include("lessons.urls")),
    path("", include("quizzes.urls")),
    path("", include("sandbox.urls")),
    path("", include("progress.urls")),
]
