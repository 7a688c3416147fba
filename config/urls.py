"""The URL table: one line an app."""

from django.urls import include, path

from accounts.views import set_language
from config import views

handler400 = "config.views.bad_request"
handler403 = "config.views.forbidden"
handler404 = "config.views.not_found"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("i18n/setlang/", set_language, name="set_language"),
    path("accounts/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("", include("lessons.urls")),
    path("", include("quizzes.urls")),
    path("", include("sandbox.urls")),
    path("", include("progress.urls")),
]
