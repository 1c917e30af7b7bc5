"""What the hub says of the files that are wanted: sizes and checksums, at one commit, and whether it gives them us."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from hashlib import sha1, sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from huggingface_hub import HfApi, get_hf_file_metadata, hf_hub_url

from vitascope.core.errors import Forbidden, NotFound, Unavailable, VitascopeError
from vitascope.engines.ltx.fetch_catalog import TEXT_ENCODERS, Source
from vitascope.engines.ltx.fetch_errors import patiently, told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from huggingface_hub.hf_api import RepoSibling

TIMEOUT_S = 30.0
BLOCK = 8 * 2**20
CHECKSUM = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
"""Of git's names of small files, and of large ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """A file as the hub has it."""

    source: Source
    endpoint: str
    commit: str
    name: str
    """Its path in the repository."""
    place: PurePosixPath
    """Its path in the folder that is fetched to."""
    size: int
    sha256: str | None
    """Of large files."""
    blob: str | None
    """Of small ones: git's own name for their contents."""

    @property
    def url(self) -> str:
        return hf_hub_url(self.source.repository, self.name, revision=self.commit, endpoint=self.endpoint)

    @property
    def checksum(self) -> str:
        return self.sha256 or self.blob or ""

    def is_in(self, file: Path, *, read: Callable[[int], None]) -> bool:
        """Whether ``file`` is this one, byte for byte; ``read`` is told of every block. Raises ``OSError``."""
        if file.stat().st_size != self.size:
            return False
        # git names a blob by SHA-1 of a heading and its contents; no secret hangs on it, and large files have SHA-256
        digest = sha256() if self.sha256 else sha1(b"blob %d\0" % self.size, usedforsecurity=False)
        with file.open("rb") as opened:
            while block := opened.read(BLOCK):
                digest.update(block)
                read(len(block))
        return digest.hexdigest() == self.checksum


def listing(sources: Sequence[Source], endpoint: str) -> tuple[Remote, ...]:
    """Every file that is wanted, weights first and configurations last.

    A folder of a part is taken for one by its ``config.json``; so what lacks weights lacks that too. Before it returns,
    the hub was asked whether it gives one file of each repository. Raises `Forbidden`, `NotFound`, `Unavailable`.
    """
    found: list[Remote] = []
    for source in sources:
        try:
            files = _files(source, endpoint)
            first = files[0]
            patiently(partial(get_hf_file_metadata, first.url, endpoint=endpoint, timeout=TIMEOUT_S))
        except VitascopeError:
            raise
        except Exception as error:
            said = told(error, source, endpoint)
            if said is None:
                raise
            if isinstance(said, Forbidden) and source == TEXT_ENCODERS["google"]:
                said = Forbidden(f"{said} Or take Lightricks' copy of it, twice as large: --text-encoder lightricks.")
            raise said from error
        found += files
    return tuple(
        sorted(found, key=lambda file: (file.place.name == "config.json", file.place.suffix != ".safetensors"))
    )


def _files(source: Source, endpoint: str) -> list[Remote]:
    api = HfApi(endpoint=endpoint)
    try:
        info = patiently(
            lambda: api.model_info(source.repository, revision=source.revision, files_metadata=True, timeout=TIMEOUT_S)
        )
    except (ValueError, KeyError, TypeError) as error:  # what came is no JSON, or not that of a hub
        raise Unavailable(f"{endpoint} does not answer as a hub does; look at its address.") from error
    siblings, commit = info.siblings or [], info.sha
    if commit is None:
        raise Unavailable(f"{endpoint} does not say at which commit {source.repository} is.")
    for pattern in source.files:
        if not any(matches(sibling.rfilename, pattern) for sibling in siblings):
            raise NotFound(f"{source.repository} at {endpoint} holds no {pattern} at the revision {source.revision!r}.")
    wanted = (*source.files, *source.also)
    chosen = [s for s in siblings if any(matches(s.rfilename, pattern) for pattern in wanted)]
    return [_remote(source, endpoint, commit, sibling) for sibling in chosen]


def _remote(source: Source, endpoint: str, commit: str, sibling: RepoSibling) -> Remote:
    size = sibling.lfs.size if sibling.lfs is not None else sibling.size
    checksum, blob = (sibling.lfs.sha256, None) if sibling.lfs is not None else (None, sibling.blob_id)
    place = PurePosixPath(source.into, sibling.rfilename)
    known = CHECKSUM.fullmatch(checksum or blob or "")  # parts of files are named by it, so it is held to its form
    if size is None or known is None or place.is_absolute() or ".." in place.parts:
        raise Unavailable(f"{endpoint} does not say how {sibling.rfilename} of {source.repository} can be checked.")
    return Remote(
        source=source,
        endpoint=endpoint,
        commit=commit,
        name=sibling.rfilename,
        place=place,
        size=size,
        sha256=checksum,
        blob=blob,
    )


def matches(path: str, pattern: str) -> bool:
    """Whether ``path`` is what ``pattern`` says, folder by folder: a star stands for no slash."""
    parts, wanted = path.split("/"), pattern.split("/")
    return len(parts) == len(wanted) and all(map(fnmatchcase, parts, wanted))
