"""URLs of the sandbox app. ``/-/`` parts a lab's key, which has slashes of its own, from what is done with the lab."""

from django.urls import path

from sandbox import session_views, views

app_name = "sandbox"
urlpatterns = [
    path("labs/<path:key>/-/card/", views.lab_card, name="card"),
    path("labs/<path:key>/-/submit/", views.submit, name="submit"),
    path("labs/<path:key>/-/draft/", views.save_draft, name="draft"),
    path("labs/<path:key>/-/hint/", views.open_hint, name="hint"),
    path("labs/<path:key>/-/solution/", views.see_solution, name="solution"),
    path("labs/<path:key>/-/terminal/", session_views.open_terminal, name="open-terminal"),
    path("labs/<path:key>/", views.lab, name="lab"),
    path("terminals/<uuid:session_id>/", session_views.terminal, name="terminal"),
    path("terminals/<uuid:session_id>/complete/", session_views.complete, name="complete"),
    path("terminals/<uuid:session_id>/type/", session_views.act, {"kind": "type"}, name="type"),
    path("terminals/<uuid:session_id>/press/", session_views.act, {"kind": "press"}, name="press"),
    path("terminals/<uuid:session_id>/read/", session_views.act, {"kind": "read"}, name="read"),
    path("terminals/<uuid:session_id>/edit/", session_views.act, {"kind": "edit"}, name="edit"),
    path("submissions/<uuid:submission_id>/", views.submission, name="submission"),
]
