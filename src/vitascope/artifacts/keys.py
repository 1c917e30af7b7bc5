"""Where files lie: one folder a generation, in it one folder an attempt; one folder an upload.

    generations/<uuid>/image.png              the input image, at the clip's size
    generations/<uuid>/<attempt>/clip.mp4
    generations/<uuid>/<attempt>/poster.jpg
    generations/<uuid>/<attempt>/spritesheet.jpg    once somebody has asked for it
    generations/<uuid>/last_image.png         likewise the last frame
    checkpoints/<uuid>/<attempt>-<n>          what a render that was cut off goes on from; a draft's, to be finished
    uploads/<uuid>/<sha256>                   what a caller put here before a request names it
    installation.txt                          whose files these are, where the place was named by its owner
    trials/<random>                           for a moment: whether files can be kept here at all

An attempt that lost its claim writes beside the one that holds it, never over it; so does a second file for an upload.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from uuid import UUID

PREFIX = "generations/"
UPLOADS = "uploads/"
CHECKPOINTS = "checkpoints/"
TRIALS = "trials/"
ALL = (PREFIX, UPLOADS, CHECKPOINTS)
"""Where whatever an installation cannot do without begins."""
OWNER = "installation.txt"

_MEDIA_TYPES = {".mp4": "video/mp4", ".jpg": "image/jpeg", ".png": "image/png"}


def clip_key(generation_id: UUID, attempt: int) -> str:
    return f"{generation_prefix(generation_id)}{attempt}/clip.mp4"


def poster_key(generation_id: UUID, attempt: int) -> str:
    return f"{generation_prefix(generation_id)}{attempt}/poster.jpg"


def spritesheet_key(video_key: str) -> str:
    """Beside the clip at ``video_key``, so that the two go together."""
    return f"{video_key.rpartition('/')[0]}/spritesheet.jpg"


def image_key(generation_id: UUID) -> str:
    return f"{generation_prefix(generation_id)}image.png"


def last_image_key(generation_id: UUID) -> str:
    return f"{generation_prefix(generation_id)}last_image.png"


def checkpoint_key(generation_id: UUID, attempt: int, number: int) -> str:
    return f"{checkpoint_prefix(generation_id)}{attempt}-{number}"


def checkpoint_prefix(generation_id: UUID) -> str:
    """All checkpoints of one generation begin with this."""
    return f"{CHECKPOINTS}{generation_id}/"


def generation_prefix(generation_id: UUID) -> str:
    """Everything that belongs to one generation begins with this."""
    return f"{PREFIX}{generation_id}/"


def upload_key(upload_id: UUID, sha256: str) -> str:
    """The same bytes have the same key: a file that is sent twice is there already."""
    return f"{upload_prefix(upload_id)}{sha256}"


def upload_prefix(upload_id: UUID) -> str:
    """Everything that was put under one upload begins with this."""
    return f"{UPLOADS}{upload_id}/"


def generation_of(key: str) -> UUID | None:
    """Whose file this is; ``None`` where the key is not of this scheme. For sweeps."""
    return _owner(key, PREFIX)


def upload_of(key: str) -> UUID | None:
    """Which upload this file came under; ``None`` where the key is not of this scheme. For sweeps."""
    return _owner(key, UPLOADS)


def attempt_of(key: str) -> int:
    """Which attempt made this file; 0 for what was kept before any."""
    parts = key.split("/")
    return int(parts[2]) if len(parts) == 4 and parts[2].isdecimal() else 0


def file_name(key: str) -> str:
    """What a browser saves the file as: the generation's id, as in the reply's ``video.file_name``."""
    return f"{generation_of(key) or 'file'}{PurePosixPath(key).suffix}"


def media_type(key: str) -> str:
    """What to call the file in a Content-Type header."""
    dot = key.rfind(".")
    return _MEDIA_TYPES.get(key[dot:], "application/octet-stream")


def _owner(key: str, prefix: str) -> UUID | None:
    parts = key.split("/")
    if len(parts) < 3 or f"{parts[0]}/" != prefix:
        return None
    try:
        return UUID(parts[1])
    except ValueError:
        return None
