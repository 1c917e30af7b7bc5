"""The page itself: a shell that is whole before any script has run, and the policy that bounds what runs in it."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template

from starlette.responses import HTMLResponse, Response

from vitascope import __version__
from vitascope.api.playground.assets import Assets

_SHELL = Template((Path(__file__).parent / "page.html").read_text(encoding="utf-8"))

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        # No script of ours writes HTML, so none may: what a prompt holds stays text.
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-cache",
    "Vary": "Accept",
}


class Page:
    """The same for everybody: who is signed in is known to the page alone."""

    def __init__(self, assets: Assets) -> None:
        preloads = "\n".join(f'<link rel="modulepreload" href="{assets.root}/{name}">' for name in assets.modules())
        self._html = _SHELL.substitute(assets=assets.root, preloads=preloads, version=escape(__version__))

    def reply(self) -> Response:
        return HTMLResponse(self._html, headers=HEADERS)
