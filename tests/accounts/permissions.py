"""Who may see the pages of accounts, allauth's included."""

from tests.config.permission_table import MOVED, OK, SIGN_IN, Row, accounts_only, everybody

# Whoever is signed in already is sent on; a guest counts as a stranger here.
ENTRANCE = everybody(MOVED, anonymous=OK, guest=OK)

ROWS = [
    Row("account_login", "/accounts/login/", ENTRANCE),
    Row("account_signup", "/accounts/signup/", ENTRANCE),
    Row("account_logout", "/accounts/logout/", everybody(OK, anonymous=MOVED, guest=MOVED)),
    Row("account_inactive", "/accounts/inactive/", everybody(OK)),
    Row("account_reauthenticate", "/accounts/reauthenticate/", accounts_only(OK)),
    Row("account_email", "/accounts/email/", accounts_only(OK)),
    Row("account_email_verification_sent", "/accounts/confirm-email/", everybody(OK)),
    Row("account_confirm_email", "/accounts/confirm-email/nothing/", everybody(OK)),
    Row("account_change_password", "/accounts/password/change/", accounts_only(OK)),
    Row("account_set_password", "/accounts/password/set/", accounts_only(MOVED)),
    Row("account_reset_password", "/accounts/password/reset/", everybody(OK)),
    Row("account_reset_password_done", "/accounts/password/reset/done/", everybody(OK)),
    Row("account_reset_password_from_key", "/accounts/password/reset/key/1-nothing/", everybody(OK)),
    Row("account_reset_password_from_key_done", "/accounts/password/reset/key/done/", everybody(OK)),
    Row(
        "account_confirm_login_code",
        "/accounts/login/code/confirm/",
        everybody(MOVED, anonymous=SIGN_IN, guest=SIGN_IN),
    ),
    Row("accounts:profile", "/profile/", everybody(OK)),
    Row("accounts:export", "/profile/export/", everybody(OK, anonymous=MOVED)),
    # Without the tick nothing is deleted, for anybody; what the tick does, tests/accounts/test_pages.py tells.
    Row("accounts:delete", "/profile/delete/", everybody(MOVED), method="POST"),
]
