"""``multipart/form-data`` (RFC 7578), read within the bounds of any other body, in memory: files of a form are images.

The body comes whole first (`api.body`) and is taken apart on a thread where it is large: nothing is written to disk,
and nothing of a form that is cut off is ever used.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from vitascope.api.body import THREAD_FROM, read_body
from vitascope.core.errors import BadInput, shown

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MAX_PARTS = 100
"""Fields and files of one form. The forms that are sent have ten."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Upload:
    """A file of a form."""

    name: str
    """What the client calls it: shown in sentences, never opened."""
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Form:
    """A form's text fields and files, by their names."""

    texts: dict[str, str]
    files: dict[str, Upload]


def is_form(request: Request) -> bool:
    return _media_type(request)[0] == b"multipart/form-data"


async def read_form(request: Request, *, max_bytes: int) -> Form:
    """The form sent. Raises `core.errors.BadInput` for what is not one, and replies of 408, 413 and 415."""
    boundary = _media_type(request)[1].get(b"boundary", b"")
    if not boundary:
        raise BadInput("The Content-Type of the form names no boundary: let your HTTP library write this header.")
    body = await read_body(request, max_bytes=max_bytes)
    if len(body) < THREAD_FROM:
        return parse_form(body, boundary)
    return await asyncio.to_thread(parse_form, body, boundary)


def parse_form(body: bytes, boundary: bytes) -> Form:
    """The form in ``body``. Raises `BadInput`: not a form, cut off, a name twice, text that is not UTF-8, too much."""
    collector = _Collector()
    try:
        parser = MultipartParser(boundary, collector.callbacks())
        parser.write(body)
        parser.finalize()
    except FormParserError as error:
        raise BadInput(f"The body is not a form: {str(error).rstrip('.')}.") from error
    if not collector.ended:
        raise BadInput("The form is cut off: its last boundary is missing.")
    return collector.form()


@dataclass(slots=True)
class _Part:
    headers: dict[bytes, bytes] = field(default_factory=dict)
    data: bytearray = field(default_factory=bytearray)


class _Collector:
    """What the parser calls while it goes over a body."""

    def __init__(self) -> None:
        self.ended = False
        self._parts: list[_Part] = []
        self._name = bytearray()
        self._value = bytearray()

    def callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_part_data": self._data,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header,
            "on_end": self._end,
        }

    def form(self) -> Form:
        found = Form(texts={}, files={})
        for part in self._parts:
            _place(part, found)
        return found

    def _begin(self) -> None:
        if len(self._parts) == MAX_PARTS:
            raise BadInput(f"The form has too many fields: at most {MAX_PARTS} are read.")
        self._parts.append(_Part())

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._parts[-1].data += memoryview(data)[start:end]

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header(self) -> None:
        self._parts[-1].headers[bytes(self._name).lower()] = bytes(self._value)
        self._name.clear()
        self._value.clear()

    def _end(self) -> None:
        self.ended = True


def _place(part: _Part, form: Form) -> None:
    """``part`` among the files or the texts of ``form``."""
    kind, options = parse_options_header(part.headers.get(b"content-disposition"))
    if kind != b"form-data" or not options.get(b"name"):
        raise BadInput("A part of the form has no name: give it a Content-Disposition of form-data with one.")
    name = options[b"name"].decode("utf-8", "replace")
    if name.endswith("[]"):  # a list, which may come in several parts; none of ours is one
        return
    if name in form.texts or name in form.files:
        raise BadInput(f"The field {shown(name)} appears twice: send it once.")
    media_type, _ = parse_options_header(part.headers.get(b"content-type"))
    if b"filename" in options or media_type.startswith(b"image/"):
        file_name = options.get(b"filename", b"").decode("utf-8", "replace")
        if part.data or file_name:  # a browser sends an empty file where none was chosen
            form.files[name] = Upload(name=file_name or name, data=bytes(part.data))
        return
    try:
        form.texts[name] = part.data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"The field {shown(name)} is not UTF-8 text: byte {error.start} cannot be read.") from error


def _media_type(request: Request) -> tuple[bytes, dict[bytes, bytes]]:
    return parse_options_header(request.headers.get("content-type"))
