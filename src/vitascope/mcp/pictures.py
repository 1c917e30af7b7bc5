"""Files that an agent names as images: only what begins as an image does is read and sent.

An agent may have been talked into naming somebody's keys. What is no image never leaves this machine, nor does a byte
of it stand in an error.
"""

from __future__ import annotations

from pathlib import Path

from vitascope.core.errors import UnusableImage

_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
"""Of ISO base media files that hold pictures, at their twelfth byte (ISO/IEC 23008-12, AV1 Image File Format)."""

LONGEST_NAME = 4096


def picture(image: str, field: str = "image") -> Path | None:
    """The file that ``image`` names; ``None`` where it is a link, a data URI or base64.

    ``field`` is the argument that it came in. Raises `UnusableImage` for a file that is not there, or begins as no
    image does.
    """
    if len(image) > LONGEST_NAME or image.lower().startswith(("http:", "https:", "data:")):
        return None
    try:
        path = Path(image).expanduser()
        found = path.is_file()
    except (OSError, ValueError, RuntimeError):  # a name that no file can have
        return None
    if not found:
        if image.startswith(("/", "~", "./", "../")) and path.suffix:  # base64 may begin with a slash, but has no dot
            raise UnusableImage(field, image, "there is no such file.")
        return None
    with path.open("rb") as file:
        start = file.read(32)
    if not _is_picture(start):
        raise UnusableImage(field, image, "this file is no image; use PNG, JPEG, WebP, AVIF, HEIC or GIF.")
    return path


def _is_picture(start: bytes) -> bool:
    webp = start[:4] == b"RIFF" and start[8:12] == b"WEBP"
    heif = start[4:8] == b"ftyp" and start[8:12] in _BRANDS
    return start.startswith(_STARTS) or webp or heif
