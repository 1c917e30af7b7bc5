"""The page itself: a shell that is whole before any script has run, and the policy that bounds what runs in it."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template

from starlette.responses import HTMLResponse, Response

from vitascope import __version__
from vitascope.api.playground.assets import Assets

_SHELL = Template((Path(__file__).parent / "page.html").read_text(encoding="utf-8"))


def policy(files_origin: str | None) -> str:
    """What may run and load in the page; ``files_origin`` is where links to clips and stills lead on to, if they do."""
    files = "'self'" if files_origin is None else f"'self' {files_origin}"
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src {files} blob: data:",
            f"media-src {files} blob:",
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
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-cache",
    "Vary": "Accept",
}


class Page:
    """The same for everybody: who is signed in is known to the page alone."""

    def __init__(self, assets: Assets, *, files_origin: str | None = None) -> None:
        preloads = "\n".join(f'<link rel="modulepreload" href="{assets.root}/{name}">' for name in assets.modules())
        self._html = _SHELL.substitute(assets=assets.root, preloads=preloads, version=escape(__version__))
        self._headers = {"Content-Security-Policy": policy(files_origin), **HEADERS}

    def reply(self) -> Response:
        return HTMLResponse(self._html, headers=self._headers)
