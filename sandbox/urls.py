"""URLs of the sandbox app. ``/-/`` parts a lab's key, which has slashes of its own, from what is done with the lab."""

from django.urls import path

from sandbox import views

app_name = "sandbox"
urlpatterns = [
    path("labs/<path:key>/-/card/", views.lab_card, name="card"),
    path("labs/<path:key>/-/submit/", views.submit, name="submit"),
    path("labs/<path:key>/-/draft/", views.save_draft, name="draft"),
    path("labs/<path:key>/-/hint/", views.open_hint, name="hint"),
    path("labs/<path:key>/-/solution/", views.see_solution, name="solution"),
    path("labs/<path:key>/", views.lab, name="lab"),
    path("submissions/<uuid:submission_id>/", views.submission, name="submission"),
]
