"""What the tools answer: jobs as agents see them, and errors in one shape (wire contract, section 3).

A tool that failed answers ``{"error": {"code", "message", "retryable", "request_id"}}``; a job that failed is no
failure of the tool that tells of it.
"""

from __future__ import annotations

import json
import re
from typing import Any, Literal

from mcp_types import CallToolResult, ContentBlock, ResourceLink, TextContent
from pydantic import BaseModel, ConfigDict, Field

from vitascope.client import ClientError, Failure, Generation, GenerationFailed, Model

TEMPORARY = frozenset({"child_died", "stalled", "not_stored"})
"""Ends of a generation after which the same request may well work: `core.errors`, ``retryable``."""


class _Reply(BaseModel):
    model_config = ConfigDict(frozen=True)


class JobFailure(_Reply):
    """Why a job has no video."""

    code: str = Field(description="Stable and machine-readable, such as engine_failed or cancelled.")
    message: str
    retryable: bool = Field(description="Whether the same request may work if it is made again.")
    request_id: str | None = None


class JobSubmitted(_Reply):
    """A job that was accepted, and is on the server's disk."""

    job_id: str = Field(description="What the other tools ask for.")
    status: Literal["processing", "complete", "error"]
    credits: int | None = Field(None, description="Held now, charged when complete; 1 USD is 2,000,000.")
    adjusted: list[str] = Field(default=[], description="What was changed to make the request fit.")


class JobStatus(_Reply):
    """Where a job stands."""

    job_id: str
    status: Literal["processing", "complete", "error"]
    stage: str | None = Field(None, description="What is being done just now.")
    progress: float | None = Field(None, description="Done so far, 0 to 1.")
    queue_position: int | None = Field(None, description="1 is next; absent once it is rendering.")
    seconds_left: float | None = Field(None, description="The server's estimate.")
    error: JobFailure | None = None


class JobResult(_Reply):
    """A finished video."""

    job_id: str
    status: Literal["complete"]
    video_url: str = Field(description="MP4 that needs no key; expires, and job_result gives a fresh one.")
    poster_url: str | None = None
    duration_s: float | None = None
    width: int | None = None
    height: int | None = None
    fps: float | None = None
    size_bytes: int | None = None
    has_audio: bool | None = None
    model: str | None = None
    engine: str | None = None
    seed: int | None = Field(None, description="The same request with this seed gives the same video.")
    credits: int | None = None
    adjusted: list[str] = []


class ModelInfo(_Reply):
    """A model that video_generate takes."""

    id: str
    name: str | None = None
    description: str | None = None
    capabilities: list[str] = []


class Models(_Reply):
    """What video_generate can be asked for."""

    models: list[ModelInfo]


def submitted(generation: Generation) -> JobSubmitted:
    return JobSubmitted(
        job_id=generation.id,
        status=_status(generation),
        credits=generation.credits,
        adjusted=list(generation.adjusted),
    )


def standing(generation: Generation) -> JobStatus:
    return JobStatus(
        job_id=generation.id,
        status=_status(generation),
        stage=generation.stage or (generation.status if not generation.done else None),
        progress=1.0 if generation.status == "completed" else generation.progress,
        queue_position=generation.queue_position,
        seconds_left=generation.seconds_left,
        error=_failure(generation.error) if generation.error is not None else None,
    )


def result(generation: Generation) -> JobResult | JobFailure:
    """The video, or why there is none, or none yet."""
    if generation.error is not None:
        return _failure(generation.error)
    video = generation.video
    if video is None:
        message = f"The job is {generation.status}: ask job_status, and come back when it is complete."
        return JobFailure(code="not_ready", message=message, retryable=True)
    return JobResult(
        job_id=generation.id,
        status="complete",
        video_url=video.url,
        poster_url=generation.poster_url,
        duration_s=video.duration_s,
        width=video.width,
        height=video.height,
        fps=video.fps,
        size_bytes=video.size_bytes,
        has_audio=video.has_audio,
        model=generation.model,
        engine=generation.engine,
        seed=generation.seed,
        credits=generation.credits,
        adjusted=list(generation.adjusted),
    )


def models(found: tuple[Model, ...]) -> Models:
    return Models(
        models=[
            ModelInfo(id=m.id, name=m.name, description=m.description, capabilities=list(m.capabilities)) for m in found
        ]
    )


def said(reply: BaseModel) -> CallToolResult:
    """``reply`` as data, and as text for clients that read no data; a video is a link beside it."""
    data = reply.model_dump(mode="json", exclude_none=True)
    content: list[ContentBlock] = [TextContent(text=json.dumps(data, ensure_ascii=False))]
    if isinstance(reply, JobResult):
        content.append(ResourceLink(uri=reply.video_url, name="video", mime_type="video/mp4", size=reply.size_bytes))
    return CallToolResult(content=content, structured_content=data)


def failed(failure: JobFailure) -> CallToolResult:
    data: dict[str, Any] = {"error": failure.model_dump(mode="json")}
    text = TextContent(text=json.dumps(data, ensure_ascii=False))
    return CallToolResult(content=[text], structured_content=data, is_error=True)


def refusal(error: ClientError) -> JobFailure:
    if isinstance(error, GenerationFailed) and error.generation.error is not None:
        return _failure(error.generation.error)
    return JobFailure(
        code=error.code or "client_error", message=str(error), retryable=error.retryable, request_id=error.request_id
    )


def _failure(failure: Failure) -> JobFailure:
    code = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", failure.name).lower()
    return JobFailure(code=code, message=failure.message, retryable=code in TEMPORARY)


def _status(generation: Generation) -> Literal["processing", "complete", "error"]:
    if not generation.done:
        return "processing"
    return "complete" if generation.status == "completed" else "error"
