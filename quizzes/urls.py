"""URLs of the quizzes app."""

from django.urls import URLPattern, URLResolver, path

from quizzes import views

app_name = "quizzes"
urlpatterns: list[URLPattern | URLResolver] = [
    path("quizzes/<path:key>/attempts/<int:number>/", views.attempt, name="attempt"),
    path("quizzes/<path:key>/", views.quiz, name="quiz"),
]
