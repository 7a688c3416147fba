"""Who may see the pages of the project itself."""

from tests.config.permission_table import MOVED, OK, Row, everybody

ROWS = [
    Row("healthz", "/healthz", everybody(OK)),
    # No worker runs under pytest, which is what the probe then says to everybody alike.
    Row("readyz", "/readyz", everybody("503")),
    Row("set_language", "/i18n/setlang/", everybody(MOVED), method="POST", data={"language": "en", "next": "/"}),
]
