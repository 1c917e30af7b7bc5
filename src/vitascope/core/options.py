"""How a request is to be treated, beside what it asks for: what surfaces hand to the service along with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from vitascope.core.errors import InvalidField

MAX_PRIORITY = 10
MAX_KEY_CHARS = 255
LEAST_EXPIRY_S, MOST_EXPIRY_S = 60, 365 * 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Idempotency:
    """A name that the caller gave to a submit, and what was asked under it."""

    key: str
    fingerprint: bytes
    """SHA-256 of the request in a canonical form: the same name for another request is a mistake."""

    def __post_init__(self) -> None:
        if not self.key or len(self.key) > MAX_KEY_CHARS or any(not (" " <= c <= "~") for c in self.key):
            raise InvalidField(
                "Idempotency-Key", self.key, f"use 1 to {MAX_KEY_CHARS} printable ASCII characters, such as a UUID."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitOptions:
    """Everything that is optional about a submit and does not change the clip. Raises `InvalidField`."""

    surface: str = "aimlapi"
    """Whose form the request had: ``aimlapi``, ``openai``, ``ltx``."""
    origin: Literal["api", "playground"] = "api"
    lenient: bool = False
    """Snap values that are not legal to those that are, and do without an image whose link is dead."""
    idempotency: Idempotency | None = None
    client_request_id: str | None = None
    webhook_url: str | None = None
    """Where to POST how it ended."""
    base_url: str | None = None
    """How the caller names this server, without a slash at its end: for the links that a webhook carries."""
    priority: int = 0
    """Among the queued jobs of the same account: higher goes first."""
    expires_in_s: int | None = None
    """Seconds for which the files are kept once it has ended; ``None`` for the server's own time."""
    remix_of: UUID | None = None
    """The generation whose request this one started from."""
    adjusted: tuple[str, ...] = ()
    """What the surface read otherwise than it was sent, or left out, a sentence each."""
    image_field: str = "image_url"
    """What the surface calls the field that held the input image."""
    last_image_field: str = "last_image_url"
    """Likewise the one of the last frame."""
    image_png: bytes | None = None
    """An input image that is prepared already, at the clip's size; the request then names none."""
    last_image_png: bytes | None = None
    """Likewise that of the last frame."""

    def __post_init__(self) -> None:
        if not -MAX_PRIORITY <= self.priority <= MAX_PRIORITY:
            nearest = max(-MAX_PRIORITY, min(MAX_PRIORITY, self.priority))
            raise InvalidField(
                "priority", self.priority, f"use {-MAX_PRIORITY} to {MAX_PRIORITY}; the nearest is {nearest}."
            )
        if self.expires_in_s is not None and not LEAST_EXPIRY_S <= self.expires_in_s <= MOST_EXPIRY_S:
            nearest = max(LEAST_EXPIRY_S, min(MOST_EXPIRY_S, self.expires_in_s))
            raise InvalidField(
                "expires_in",
                self.expires_in_s,
                f"use {LEAST_EXPIRY_S} to {MOST_EXPIRY_S} seconds; the nearest is {nearest}.",
            )
