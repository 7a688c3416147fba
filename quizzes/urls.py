"""URLs of the quizzes app. ``/-/`` parts a quiz's key, which has slashes of its own, from what belongs to the quiz."""

from django.urls import URLPattern, URLResolver, path

from quizzes import views

app_name = "quizzes"
urlpatterns: list[URLPattern | URLResolver] = [
    path("quizzes/<path:key>/-/attempts/<int:number>/", views.attempt, name="attempt"),
    path("quizzes/<path:key>/", views.quiz, name="quiz"),
]
