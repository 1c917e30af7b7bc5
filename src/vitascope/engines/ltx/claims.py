"""What the children of a host will take of its GPUs: counted by whoever comes next, although it lies there unused yet.

A child that has loaded its weights needs its working memory only once it renders; until then the driver calls it free.
So each keeps a file that says how much it takes at its most, and holds the kernel's lock on it: a child that dies gives
its claim back by dying. Children that share no temporary folder, as in containers, do not see each other's.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import secrets
import tempfile
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

from vitascope.engines.one_loader import one_loader

log = logging.getLogger(__name__)

SUFFIX = ".claim"


class Claim:
    """Bytes of a device, until it is let go of or its process ends."""

    def __init__(self, descriptor: int) -> None:
        self._end = weakref.finalize(self, os.close, descriptor)

    def release(self) -> None:
        self._end()


class Claims:
    """Those in one folder. Only to be used within `open_claims`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def on(self, device: str) -> int:
        """Bytes of ``device``, by its UUID, that living children have claimed."""
        found = 0
        for file in self._folder.glob(f"{device}.*{SUFFIX}"):
            try:
                descriptor = os.open(file, os.O_RDONLY)
            except FileNotFoundError:  # a sweeper of temporary folders
                continue
            try:
                if _held(descriptor):
                    found += int(os.read(descriptor, 32) or b"0")
                else:
                    file.unlink(missing_ok=True)
            finally:
                os.close(descriptor)
        return found

    def make(self, device: str, size: int) -> Claim | None:
        """Claim ``size`` bytes of it; a disk that does not take the claim is a warning, and no reason not to render."""
        file = self._folder / f"{device}.{secrets.token_hex(8)}{SUFFIX}"
        try:
            claim = Claim(descriptor := os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            os.write(descriptor, str(size).encode())
        except OSError as error:
            log.warning("Other workers will not count what this one takes of the GPU: %s", error)
            return None
        return claim


def _held(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


@contextlib.contextmanager
def open_claims(*, waiting: Callable[[], None], folder: Path | None = None) -> Iterator[Claims | None]:
    """The claims of this user's children on this host, while nobody else on it chooses or loads.

    ``waiting`` is as for `one_loader`. ``None`` where there is no folder for them: then nothing is counted.
    """
    own = folder or Path(tempfile.gettempdir()) / f"vitascope-gpus-{os.getuid()}"
    try:
        own.mkdir(mode=0o700, exist_ok=True)
        found = own.lstat()
        if own.is_symlink() or found.st_uid != os.getuid():
            raise OSError("it is somebody else's")
    except OSError as error:
        log.warning("What other workers take of the GPU is not counted: %s: %s", own, error)
        yield None
        return
    with one_loader(own, waiting=waiting):
        yield Claims(own)
