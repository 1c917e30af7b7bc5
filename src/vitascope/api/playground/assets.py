"""The page's scripts, styles and icon: read once, and named by what is in them, so that browsers keep them for good.

One hash stands for all of them, ``/playground/assets/<hash>/app.js``, so that a module imports its neighbours by plain
relative names, and a page never mixes files of two versions.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

FOLDER = Path(__file__).parent / "assets"

MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
"""What is served, by the end of its name; anything else in the folder is not."""

BEFORE_ALL = "theme.js"
"""The one script that is no module: the page waits for it before it draws anything."""

KEPT_FOR_GOOD = "public, max-age=31536000, immutable"
WORTH_PACKING = 1024
"""Bytes below which a packed file saves no packet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    media_type: str
    content: bytes
    packed: bytes
    """The same, gzipped."""


class Assets:
    """Every file of the page under one name for all."""

    def __init__(self, folder: Path = FOLDER) -> None:
        paths = sorted(path for path in folder.iterdir() if path.suffix in MEDIA_TYPES)
        self.files = {path.name: _asset(path) for path in paths}
        digest = hashlib.sha256()
        for name, file in self.files.items():
            digest.update(b"%b\0%d\0%b" % (name.encode(), len(file.content), file.content))
        self.version = digest.hexdigest()[:16]

    @property
    def root(self) -> str:
        """Where they lie, relative to the page, which may stand under a path of a proxy's."""
        return f"playground/assets/{self.version}"

    def modules(self) -> list[str]:
        """Names of the modules, for the page to ask for all of them at once."""
        return [name for name in self.files if name.endswith(".js") and name != BEFORE_ALL]

    def route(self) -> Route:
        return Route("/playground/assets/{version}/{name}", self._serve, methods=["GET"])

    async def _serve(self, request: Request) -> Response:
        file = self.files.get(request.path_params["name"])
        if file is None or request.path_params["version"] != self.version:
            raise HTTPException(404, "There is no such file here, or no longer: load the page again.")
        headers = {"Cache-Control": KEPT_FOR_GOOD, "X-Content-Type-Options": "nosniff", "Vary": "Accept-Encoding"}
        # No browser that can run the page forbids gzip by a weight of zero.
        if len(file.content) > WORTH_PACKING and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(file.packed, 200, {**headers, "Content-Encoding": "gzip"}, media_type=file.media_type)
        return Response(file.content, 200, headers, media_type=file.media_type)


def _asset(path: Path) -> Asset:
    content = path.read_bytes()
    # Without a time inside, so that the same file is the same bytes on every replica.
    return Asset(media_type=MEDIA_TYPES[path.suffix], content=content, packed=gzip.compress(content, mtime=0))
