"""``/v1/videos``: create, retrieve, content, list, delete, remix (wire contract, section 11).

Of ours: cancel, events, ``?wait=``, ``Idempotency-Key`` and the options of `wire.options`.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from vitascope.api.body import read_json
from vitascope.api.events import follow
from vitascope.api.files import file_reply
from vitascope.api.long_poll import read_wait, until_final
from vitascope.api.multipart import Upload, is_form, read_form
from vitascope.api.open_streams import OpenStreams
from vitascope.api.openai_problems import REQUEST_ID
from vitascope.api.problems import new_request_id
from vitascope.api.public_url import PublicUrl
from vitascope.api.replies import bearer_key, cost_headers, json_reply
from vitascope.api.urlencoded import is_urlencoded, read_urlencoded
from vitascope.api.waiting import Ended, hold
from vitascope.core.errors import BadInput, InvalidField, NotFound, NotReady, UnusableImage, shown
from vitascope.core.generation import LONG_MODELS, Generation, Status, one_of
from vitascope.core.media import RESOLUTIONS
from vitascope.core.options import Idempotency, SubmitOptions
from vitascope.media.image import encode_png, prepare
from vitascope.service import ImagesKept
from vitascope.wire import openai
from vitascope.wire.aimlapi import read_id, read_last_image
from vitascope.wire.options import fingerprint, read_options
from vitascope.wire.remix import FIELD as REMIX_OF
from vitascope.wire.remix import read_remix_of

if TYPE_CHECKING:
    from vitascope.service import Caller, Service

PATH = "/v1/videos"
SURFACE = "openai"
POLL_AFTER = "openai-poll-after-ms"

TRY = "x-stainless-retry-count"
"""How often the package has sent this request before. It names no key of its own with a repeat."""

REPEAT_WITHIN = timedelta(seconds=120)
"""A repeat is of a request of so long ago: a proxy gives up after 60 s, and the package then waits for up to 8 s."""

MAX_IMAGE_BYTES = 15_000_000
"""Of an uploaded image; a link's may have as many."""

ABSENT = {
    "edits": f"no engine here changes a clip that is there. Make a new one with POST {PATH}/{{id}}/remix",
    "extensions": f"no engine here makes a clip longer. Ask for up to 20 seconds in POST {PATH}",
    "characters": "no engine here keeps characters. Describe the character in the prompt, or send `input_reference`",
}
"""What the package has methods for and this server has not, and what to do instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The fields of a body, whichever way they came, and the image that came as a file."""

    fields: dict[str, Any]
    image: Upload | None = None

    @property
    def whole(self) -> dict[str, Any]:
        return self.fields if self.image is None else self.fields | {openai.IMAGE: self.image.data}


class Videos:
    """Routes of this surface."""

    def __init__(self, service: Service, public_url: PublicUrl, streams: OpenStreams, *, max_body_bytes: int) -> None:
        self._service = service
        self._streams = streams
        self._public_url = public_url
        self._max_body_bytes = max_body_bytes

    def routes(self) -> list[Route]:
        return [
            Route(PATH, self._collection, methods=["GET", "POST"]),
            *(Route(f"{PATH}/{name}", self._absent, methods=["POST"]) for name in ABSENT),
            # An id may come with its model, which holds a slash: behind these paths stand its last words.
            Route(f"{PATH}/{{id:path}}/content", self._content, methods=["GET"]),
            Route(f"{PATH}/{{id:path}}/remix", self._remix, methods=["POST"]),
            Route(f"{PATH}/{{id:path}}/cancel", self._cancel, methods=["POST"]),
            Route(f"{PATH}/{{id:path}}/events", self._events, methods=["GET"]),
            Route(f"{PATH}/{{id:path}}", self._one, methods=["GET", "DELETE"]),
        ]

    async def _collection(self, request: Request) -> Response:
        return await (self._create(request) if request.method == "POST" else self._list(request))

    async def _one(self, request: Request) -> Response:
        return await (self._delete(request) if request.method == "DELETE" else self._retrieve(request))

    async def _create(self, request: Request) -> Response:
        async def submit(caller: Caller, sent: Sent, options: SubmitOptions) -> Generation:
            if (remix_of := read_remix_of(sent.fields)) is not None:
                kept = ImagesKept(
                    first=sent.image is None and openai.read_image(sent.fields) is None,
                    last=read_last_image(sent.fields) is None,
                )
                source = await self._service.remix_source(caller, remix_of, kept)
                asked = openai.read_create(openai.started_from(source.spec, sent.fields))
                source = await source.at(asked.request.resolution)
                asked = replace(asked, adjusted=(*asked.adjusted, *source.adjusted))
                options = source.into(options)
            else:
                asked = openai.read_create(sent.fields)
            wanted, options = asked.request, replace(options, adjusted=asked.adjusted)
            if sent.image is not None:
                if wanted.image is not None:
                    raise BadInput(f"`{openai.IMAGE}` came as a file and as a link: send one of them.")
                await self._service.check(caller, wanted, options, models=LONG_MODELS)
                png, fitted = await asyncio.to_thread(_prepared, sent.image, wanted.resolution)
                options = replace(options, image_png=png, adjusted=(*asked.adjusted, *fitted))
            return await self._service.submit(caller, wanted, options, models=LONG_MODELS)

        return await self._submit(request, submit)

    async def _remix(self, request: Request) -> Response:
        async def submit(caller: Caller, sent: Sent, options: SubmitOptions) -> Generation:
            prompt = openai.read_prompt(sent.fields)
            source = await self._service.remix_source(caller, _id(request), ImagesKept(first=True, last=True))
            options = replace(source.into(options), adjusted=source.adjusted)
            return await self._service.submit(caller, openai.remixed(source.spec, prompt), options, models=LONG_MODELS)

        return await self._submit(request, submit)

    async def _submit(
        self, request: Request, submit: Callable[[Caller, Sent, SubmitOptions], Coroutine[Any, Any, Generation]]
    ) -> Response:
        """Read, look whether this is a repeat, else ``submit``."""
        # The key first: a stranger's 30 MB are not read.
        caller = await self._service.authenticate(bearer_key(request))
        sent = await self._sent(request)
        # Under one key two endpoints are two requests, though their bodies may be alike.
        body = sent.whole | {"endpoint": request.scope["path"]}
        base_url = self._public_url.of(request)
        options = await asyncio.to_thread(read_options, body, request.headers, surface=SURFACE, base_url=base_url)
        earlier: Generation | None = None
        if options.idempotency is not None:
            # Before anything is fetched a second time: a link may be dead by now, a source deleted.
            earlier = await self._service.repeat(caller, options.idempotency)
        elif (tries := _tries(request)) is not None:
            mark = await asyncio.to_thread(fingerprint, SURFACE, body)
            if tries:
                earlier = await self._service.made_before(caller, mark, REPEAT_WITHIN, tries)
            options = replace(options, idempotency=Idempotency(key=f"stainless-{uuid4()}", fingerprint=mark))
        options = replace(options, image_field=openai.IMAGE)
        made = earlier or await _unless_gone(request, submit(caller, sent, options))
        return _told(made, headers=cost_headers(made))

    async def _retrieve(self, request: Request) -> Response:
        generation, wait_s = await self._asked(request), read_wait(request.query_params)
        return _told(await until_final(self._service, generation, wait_s, request.receive))

    async def _events(self, request: Request) -> Response:
        return follow(self._service, request, await self._asked(request), self._streams, shown=openai.video_object)

    async def _content(self, request: Request) -> Response:
        generation = await self._asked(request)
        variant = request.query_params.get("variant", openai.VARIANTS[0])
        if variant not in openai.VARIANTS:
            raise InvalidField("variant", variant, one_of(openai.VARIANTS))
        if not generation.status.final:
            raise NotReady(f"The video is not ready yet; GET {PATH}/{generation.id} tells how it stands.")
        if generation.status is not Status.COMPLETED:
            raise NotFound(f"The video failed, so it has no content; GET {PATH}/{generation.id} tells why.")
        if variant == "video":
            return file_reply(request, await self._service.open_clip(generation), name=f"{generation.id}.mp4")
        if variant == "thumbnail":
            return file_reply(request, await self._service.open_poster(generation), name=f"{generation.id}.jpg")
        file = await self._service.open_spritesheet(generation)
        return file_reply(request, file, name=f"{generation.id}-spritesheet.jpg")

    async def _list(self, request: Request) -> Response:
        caller = await self._service.authenticate(bearer_key(request))
        page = await self._service.list(caller, openai.read_list(request.query_params))
        return json_reply(openai.video_list(page), headers={REQUEST_ID: new_request_id()})

    async def _delete(self, request: Request) -> Response:
        caller = await self._service.authenticate(bearer_key(request))
        gone = await self._service.delete(caller, _id(request))
        return json_reply(openai.video_deleted(gone), headers={REQUEST_ID: new_request_id()})

    async def _cancel(self, request: Request) -> Response:
        caller = await self._service.authenticate(bearer_key(request))
        return _told(await self._service.cancel(caller, _id(request)))

    async def _absent(self, request: Request) -> Response:
        await self._service.authenticate(bearer_key(request))
        name = request.scope["path"].rpartition("/")[2]
        raise BadInput(f"{PATH}/{name} is not there: {ABSENT[name]}.")

    async def _asked(self, request: Request) -> Generation:
        key = bearer_key(request)
        try:
            generation_id = _id(request)
        except NotFound:
            await self._service.authenticate(key)  # a bad key is told before a bad id, as for a good id
            raise
        return await self._service.poll(key, generation_id)

    async def _sent(self, request: Request) -> Sent:
        if is_urlencoded(request):
            return Sent(fields=await read_urlencoded(request, max_bytes=self._max_body_bytes))
        if not is_form(request):
            return Sent(fields=await read_json(request, max_bytes=self._max_body_bytes))
        form = await read_form(request, max_bytes=self._max_body_bytes)
        unknown = next((name for name in form.files if name not in (openai.IMAGE, REMIX_OF)), None)
        if unknown is not None:  # left aside, it would make another clip than was meant
            raise BadInput(
                f"The file {shown(unknown)} has no use here: send an image as `{openai.IMAGE}`, a clip as `{REMIX_OF}`."
            )
        fields: dict[str, Any] = dict(form.texts)
        if (clip := form.files.get(REMIX_OF)) is not None:
            fields[REMIX_OF] = f"data:video/mp4;base64,{await asyncio.to_thread(_base64, clip.data)}"
        return Sent(fields=fields, image=form.files.get(openai.IMAGE))


async def _unless_gone(request: Request, submit: Coroutine[Any, Any, Generation]) -> Generation:
    """What ``submit`` made, unless its client has gone before it was accepted, and is one that comes back.

    A link that is slow outlasts the patience of clients: of three tries, one would be accepted after the other.
    """
    if _tries(request) is None:
        return await submit
    outcome = await hold(request, submit, asyncio.Event())
    if isinstance(outcome, Ended):
        raise ClientDisconnect
    return outcome


def _tries(request: Request) -> int | None:
    """How often the package has sent this before; ``None`` for any other client."""
    given = request.headers.get(TRY, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= 3 else None


def _id(request: Request) -> UUID:
    return read_id(request.path_params["id"])


def _told(generation: Generation, *, headers: dict[str, str] | None = None) -> Response:
    told = {REQUEST_ID: new_request_id(), **(headers or {})}
    if not generation.status.final:
        told[POLL_AFTER] = str(openai.poll_after_ms(generation))
    return json_reply(openai.video_object(generation), headers=told)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _prepared(upload: Upload, resolution: str | None) -> tuple[bytes, tuple[str, ...]]:
    """An uploaded image as a PNG of the clip's size, and what was changed for that. On a thread: up to a second."""
    if len(upload.data) > MAX_IMAGE_BYTES:
        size, most = len(upload.data) / 1e6, MAX_IMAGE_BYTES / 1e6
        hint = f"it has {size:.1f} MB, and at most {most:g} MB are read; send a smaller image."
        raise UnusableImage(openai.IMAGE, upload.name, hint)
    size_of_clip = RESOLUTIONS[resolution or next(iter(RESOLUTIONS))]
    prepared = prepare(upload.data, size_of_clip, field=openai.IMAGE, source=upload.name)
    return encode_png(prepared.pixels), prepared.adjusted
