"""``/``: the playground for browsers; for programs, what this server is and a request to paste."""

from __future__ import annotations

from html import escape
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from vitascope.api.playground.page import Page
from vitascope.api.public_url import PublicUrl

_PAGE = Template("""\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Vitascope</title>
<style>
  :root { color-scheme: light dark }
  body { font: 16px/1.55 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1.25rem }
  h1 { font-size: 1.75rem; margin-bottom: .25rem }
  h2 { font-size: 1.1rem; margin-top: 2rem }
  pre { padding: 1rem; border-radius: .5rem; overflow-x: auto; background: color-mix(in srgb, CanvasText 7%, Canvas) }
  code { font: 14px/1.5 ui-monospace, monospace }
</style>
<h1>Vitascope</h1>
<p>This server turns a prompt, or a prompt and an image, into a video with sound.</p>

<h2>Queue a video</h2>
<pre><code>curl -s $base/v2/video/generations \\
  -H "Authorization: Bearer $$VITASCOPE_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "ltxv/ltxv-2-fast", "prompt": "A dragon flies over a mountain and roars.", "duration": 6}'</code></pre>

<h2>Ask for it with the id that comes back</h2>
<pre><code>curl -s "$base/v2/video/generations?generation_id=ID" \\
  -H "Authorization: Bearer $$VITASCOPE_API_KEY"</code></pre>
<p>Its status goes from <code>queued</code> and <code>generating</code> to <code>completed</code>, with a link at
<code>video.url</code>, or to <code>error</code>, with the reason at <code>error.message</code>.</p>

<h2 id="keys">Keys</h2>
<p>Make one where the server runs: <code>vitascope keys create</code>.</p>

<p><a href="/openapi.json">OpenAPI document</a> · <a href="/health/ready">Health</a></p>
</html>
""")

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
    "Vary": "Accept",
}


class Home:
    """The two pages, and the two addresses that error messages name."""

    def __init__(self, public_url: PublicUrl, playground: Page) -> None:
        self._public_url = public_url
        self._playground = playground

    def routes(self) -> list[Route]:
        return [
            Route("/", self._page),
            Route("/app/keys", self._to_keys),
            Route("/app/billing/", self._to_keys),
        ]

    async def _page(self, request: Request) -> Response:
        # Browsers name HTML when they open a page. curl and most programs take anything, and get what they can read.
        if "text/html" in request.headers.get("accept", "").lower():
            return self._playground.reply()
        return HTMLResponse(_PAGE.substitute(base=escape(self._public_url.of(request))), headers=_HEADERS)

    async def _to_keys(self, request: Request) -> Response:
        return RedirectResponse(f"{self._public_url.of(request)}/#keys", status_code=302)
