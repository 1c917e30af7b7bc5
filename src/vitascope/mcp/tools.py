"""The tools: each asks a running Vitascope, as the caller, and answers in the shapes of `replies`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing
from pathlib import Path
from typing import Annotated, Any, cast

from mcp.server.mcpserver import Context
from mcp_types import CallToolResult
from pydantic import Field

from vitascope.client import AsyncClient, ClientError, Generation, WaitTimeout
from vitascope.client.submit import Fields
from vitascope.core.errors import UnusableImage
from vitascope.mcp import replies
from vitascope.mcp.pictures import picture
from vitascope.mcp.replies import JobFailure, JobResult, JobStatus, JobSubmitted, Models

MAX_WAIT_S = 600.0

_JobId = Annotated[str, Field(description="The job_id that video_generate answered.")]


class Tools:
    """``client_for`` gives the client that speaks for whoever sent these headers; over stdio there are none.

    ``reads_files`` says whether an image may be the path of a file: only where the caller sits at this very machine.
    """

    def __init__(self, client_for: Callable[[Mapping[str, str] | None], AsyncClient], *, reads_files: bool) -> None:
        self._client_for = client_for
        self._reads_files = reads_files

    async def video_generate(
        self,
        context: Context,
        prompt: Annotated[str, Field(description="What the video shows and sounds like.")],
        model: Annotated[str | None, Field(description="One of list_models; a fast one if left out.")] = None,
        duration: Annotated[int | None, Field(description="Seconds: 6, 8 or 10.")] = None,
        resolution: Annotated[str | None, Field(description="1080p, 1440p or 2160p.")] = None,
        fps: Annotated[int | None, Field(description="Frames a second: 25 or 50.")] = None,
        generate_audio: Annotated[bool | None, Field(description="With sound; true if left out.")] = None,
        seed: Annotated[int | None, Field(description="The same seed gives the same video.")] = None,
        image: Annotated[
            str | None,
            Field(description="First frame: an http(s) link, a data URI, base64, or over stdio the path of a file."),
        ] = None,
        last_image: Annotated[
            str | None, Field(description="Last frame, likewise, where the engine follows one.")
        ] = None,
        params: Annotated[
            dict[str, Any] | None, Field(description="Further fields of the server's API, by their names there.")
        ] = None,
        idempotency_key: Annotated[
            str | None, Field(description="Calls with one key and the same arguments make one job, for 24 hours.")
        ] = None,
    ) -> Annotated[CallToolResult, JobSubmitted]:
        """Queue a video and answer at once with its job_id. Follow it with job_status, fetch it with job_result."""

        async def ask(client: AsyncClient) -> CallToolResult:
            named: dict[str, Any] = {
                "model": model, "duration": duration, "resolution": resolution, "fps": fps,
                "generate_audio": generate_audio, "seed": seed, "idempotency_key": idempotency_key,
            }  # fmt: skip
            told: dict[str, str] = {}
            for name, given in (("image", image), ("last_image", last_image)):
                file = None if given is None else self._file(given, name)
                if file is not None:
                    named[name] = file
                elif given is not None:
                    told[f"{name}_url"] = given
            fields = submit_fields(named, {**(params or {}), **told})
            return replies.said(replies.submitted(await client.submit(prompt, **fields)))

        return await self._asked(context, ask)

    async def job_status(
        self,
        context: Context,
        job_id: _JobId,
        wait_s: Annotated[
            float,
            Field(ge=0, le=MAX_WAIT_S, description="Wait so many seconds for the end, and tell progress meanwhile."),
        ] = 0,
    ) -> Annotated[CallToolResult, JobStatus]:
        """How far a job is: processing, complete or error, with its progress and its place in the queue."""

        async def ask(client: AsyncClient) -> CallToolResult:
            generation = await (_followed(client, context, job_id, wait_s) if wait_s else client.get(job_id))
            return replies.said(replies.standing(generation))

        return await self._asked(context, ask)

    async def job_result(self, context: Context, job_id: _JobId) -> Annotated[CallToolResult, JobResult]:
        """A finished job's video: a link to the MP4, its poster, length and size."""

        async def ask(client: AsyncClient) -> CallToolResult:
            reply = replies.result(await client.get(job_id))
            return replies.failed(reply) if isinstance(reply, JobFailure) else replies.said(reply)

        return await self._asked(context, ask)

    async def job_cancel(self, context: Context, job_id: _JobId) -> Annotated[CallToolResult, JobStatus]:
        """End a job: at once where it waits, at its next step where it renders. A cancelled job costs nothing."""

        async def ask(client: AsyncClient) -> CallToolResult:
            return replies.said(replies.standing(await client.cancel(job_id)))

        return await self._asked(context, ask)

    async def list_models(self, context: Context) -> Annotated[CallToolResult, Models]:
        """The models that video_generate takes."""

        async def ask(client: AsyncClient) -> CallToolResult:
            return replies.said(replies.models(await client.models()))

        return await self._asked(context, ask)

    async def _asked(self, context: Context, ask: Callable[[AsyncClient], Awaitable[CallToolResult]]) -> CallToolResult:
        try:
            return await ask(self._client_for(context.headers))
        except ClientError as error:
            return replies.failed(replies.refusal(error))
        except (OSError, UnusableImage) as error:  # the image
            return replies.failed(JobFailure(code="unusable_image", message=str(error), retryable=False))

    def _file(self, image: str, field: str) -> Path | None:
        """The file that ``image`` names, if it names one and the caller may have it read."""
        return picture(image, field) if self._reads_files else None


def submit_fields(named: Mapping[str, Any], params: Mapping[str, Any]) -> Fields:
    """What a submit says, where an argument that was given wins over the same name in ``params``."""
    given = {name: value for name, value in named.items() if value is not None}
    taken = {*given, "prompt", *(f"{name}_url" for name in ("image", "last_image") if name in given)}
    extra = {name: value for name, value in params.items() if name not in taken}
    return cast("Fields", {**given, "extra": extra})


async def _followed(client: AsyncClient, context: Context, job_id: str, wait_s: float) -> Generation:
    """How the job stands at its end, or after ``wait_s``; progress is told on the way."""
    told = -1.0
    last: Generation | None = None
    try:
        async with aclosing(client.events(job_id, timeout_s=wait_s)) as events:
            async for event in events:
                last = event.generation
                done = last.progress or 0.0
                if done > told:  # the protocol wants it to grow; an attempt that begins anew begins at 0
                    told = done
                    await context.report_progress(done, 1.0, _words(last))
    except WaitTimeout as late:
        last = late.generation or last
    return last if last is not None else await client.get(job_id)


def _words(generation: Generation) -> str:
    if generation.queue_position is not None:
        return f"queued, place {generation.queue_position}"
    return generation.stage or generation.status
