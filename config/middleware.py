"""Middleware of the whole site."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse


def secure_cookies_over_https(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Mark every cookie Secure on an answer that travels over HTTPS.

    The embedded default is plain HTTP on the loopback, where a Secure cookie would be lost; the same installation may
    also stand behind a proxy that speaks HTTPS. Only the request knows which of the two it is.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.is_secure():
            for morsel in response.cookies.values():
                morsel["secure"] = True
        return response

    return middleware


def no_page_has_nul_in_its_address(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 404 to such an address: PostgreSQL, asked for a key with NUL, fails instead of finding nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            raise Http404
        return get_response(request)

    return middleware
