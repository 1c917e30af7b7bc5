"""A client for Python programs: submit, follow, download; blocking or with an event loop, over one set of flows."""

from vitascope.client.asynchronous import AsyncClient
from vitascope.client.blocking import Client
from vitascope.client.errors import (
    ApiError,
    BadRequest,
    ClientError,
    Conflict,
    DownloadFailed,
    Forbidden,
    GenerationFailed,
    NoReply,
    NotFound,
    OutcomeUnknown,
    OutOfFunds,
    RateLimited,
    ServerFault,
    Unauthenticated,
    UnreadableReply,
    WaitTimeout,
)
from vitascope.client.results import Event, Failure, Generation, Model, Outlook, Page, Video
from vitascope.client.retry import Backoff

__all__ = [
    "ApiError",
    "AsyncClient",
    "Backoff",
    "BadRequest",
    "Client",
    "ClientError",
    "Conflict",
    "DownloadFailed",
    "Event",
    "Failure",
    "Forbidden",
    "Generation",
    "GenerationFailed",
    "Model",
    "NoReply",
    "NotFound",
    "OutOfFunds",
    "OutcomeUnknown",
    "Outlook",
    "Page",
    "RateLimited",
    "ServerFault",
    "Unauthenticated",
    "UnreadableReply",
    "Video",
    "WaitTimeout",
]
