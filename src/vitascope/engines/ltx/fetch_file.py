"""One file from the hub, from wherever an earlier attempt stopped, and checked before anything else sees it.

huggingface_hub itself begins each file anew in every process: since a partial file's name is drawn by chance there, and
it is removed on failure (2.4). With files of 46 GB that is no way to go on. So its addresses, headers and session are
used, and the bytes are written here.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from huggingface_hub import get_session
from huggingface_hub.errors import HfHubHTTPError
from huggingface_hub.utils import build_hf_headers, hf_raise_for_status  # type: ignore[attr-defined]  # documented

from vitascope.core.errors import Unavailable
from vitascope.engines.ltx.fetch_errors import REFUSED, TRIES, ShortOfBytes, may_pass, wait
from vitascope.engines.ltx.fetch_listing import Remote

SILENCE_S = 30.0
"""Without a byte, after which a connection is given up and made anew."""
ATTEMPTS = 2
"""Of a whole file whose checksum is wrong."""


def bring(
    remote: Remote, part: Path, *, at: Callable[[int], None], checked: Callable[[int], None], say: Callable[[str], None]
) -> None:
    """``part`` becomes the whole of ``remote``, byte for byte.

    ``at`` is told how many bytes there are, ``checked`` of every block that is checked afterwards, ``say`` what a
    person should know. Raises `Unavailable`, the hub's errors and ``OSError``; ``part`` then holds what has come.
    """
    for attempt in range(ATTEMPTS):
        _download(remote, part, at)
        if remote.is_in(part, read=checked):
            return
        part.unlink()
        at(0)
        if attempt + 1 < ATTEMPTS:
            say(f"{remote.place} came with a checksum that is not the hub's: it is fetched again.")
    raise Unavailable(
        f"{remote.place} came {ATTEMPTS} times with a checksum that is not the one that {remote.endpoint} tells of "
        f"{remote.source.repository}; something on the way changes it."
    )


def _download(remote: Remote, part: Path, at: Callable[[int], None]) -> None:
    tries = 0
    part.touch()
    while (have := part.stat().st_size) != remote.size:
        at(have)
        try:
            _stream(remote, part, have if have < remote.size else 0, at)
        except Exception as error:
            tries = 1 if part.stat().st_size > have else tries + 1
            if tries == TRIES or not (may_pass(error) or _stale(error, remote)):
                raise
            wait(error, tries)


def _stream(remote: Remote, part: Path, have: int, at: Callable[[int], None]) -> None:
    """Append what is missing. The bytes may come from another host, which the session does not give our token to."""
    headers = build_hf_headers() | {"Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    with get_session().stream("GET", remote.url, headers=headers, timeout=SILENCE_S) as response:
        if response.status_code >= 400:
            response.read()
        hf_raise_for_status(response)
        if have and not response.headers.get("Content-Range", "").startswith(f"bytes {have}-"):
            have = 0  # a host that sends everything, whatever it was asked for
        with part.open("ab" if have else "wb") as file:
            for chunk in response.iter_bytes():  # as they come: what is gathered first is lost with a connection
                file.write(chunk)
                file.flush()  # whatever ends this process, what came is kept
                have += len(chunk)
                at(have)
                if have > remote.size:
                    break
            os.fsync(file.fileno())  # so that what takes its place is there after a power cut too
    if have > remote.size:
        part.unlink()
        part.touch()
    if have != remote.size:
        raise ShortOfBytes(f"{have:,} of {remote.size:,} bytes of {remote.name} came")


def _stale(error: Exception, remote: Remote) -> bool:
    """Whether an address elsewhere, which the hub signs for an hour or so, has run out: the next will be another."""
    if not isinstance(error, HfHubHTTPError) or error.response.status_code not in REFUSED:
        return False
    return error.response.url.netloc.decode() != urlsplit(remote.endpoint).netloc
