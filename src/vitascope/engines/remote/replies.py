"""What a server says of a job, read leniently: `Job`, and errors in a sentence that callers may see.

Source: the wire contract, section 11. Paths and links in replies are never followed. Servers have words of their own
for states, count progress in more than one way, and put the insides of their machines into messages.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from typing import Any

MAX_ID_CHARS = 256
MAX_SENTENCE_CHARS = 200
MAX_SENTENCES = 8
LONGEST_RETRY_AFTER_S = 300.0


class State(Enum):
    """Where a job stands."""

    QUEUED = auto()
    RUNNING = auto()
    DONE = auto()
    FAILED = auto()
    GONE = auto()
    """It was ended there, by somebody else."""


_WORDS: Mapping[State, tuple[str, ...]] = {
    State.QUEUED: (
        *("queued", "pending", "waiting", "submitted", "created", "accepted", "scheduled", "in_queue", "not_started"),
    ),
    State.DONE: ("completed", "complete", "succeeded", "success", "successful", "done", "finished", "ready"),
    State.FAILED: ("failed", "failure", "error", "errored", "rejected"),
    State.GONE: ("cancelled", "canceled", "aborted", "stopped", "deleted", "expired"),
}
"""Four are the contract's, the others have been seen or are near to those. What is unknown counts as running: a
deadline ends what never ends."""

_STATES = {word: state for state, words in _WORDS.items() for word in words}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job of another server, at one moment."""

    id: str | None
    state: State
    progress: float | None = None
    """0 to 1, where it is told."""
    error: str | None = None
    told: tuple[str, ...] = ()
    """What it says of the clip: what it approximated. What it adjusted shows in the clip itself, and is told from
    there: we ask for more than we want."""
    poll_after_s: float | None = None
    unpaid: bool = False
    """Its error is about what we owe there, which is the owner's to hear of, not the caller's."""


class Unreadable(Exception):
    """A reply that is not what this path should give."""


@dataclass(frozen=True, slots=True)
class Censor:
    """Makes a stranger's words fit to be shown: short, in one line, without what lies inside his network or ours."""

    secrets: tuple[str, ...] = ()
    """Left out wherever they stand: keys."""
    names: tuple[str, ...] = ()
    """Left out where they are words of their own: hosts."""

    def __call__(self, text: str) -> str:
        for secret in self.secrets:
            text = text.replace(secret, "[…]")
        for name in sorted(self.names, key=len, reverse=True):  # a host with its port before the host
            text = re.sub(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", "[…]", text)
        text = _LINK.sub("[link]", text)
        text = _PATH.sub("[path]", text)
        text = _ADDRESS.sub("[address]", text)
        line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        return line if len(line) <= MAX_SENTENCE_CHARS else f"{line[: MAX_SENTENCE_CHARS - 1]}…"


_LINK = re.compile(r"\b[a-z][a-z0-9+.-]{1,12}://[^\s\"'<>)]+", re.I)
_PATH = re.compile(r"(?<![\w.\]])(?:~?(?:/[\w.@+-]+){2,}/?|[A-Za-z]:\\[^\s\"']+)")
_UNPAID_CODE = re.compile(
    r"insufficient_(quota|credits?|balance|funds)|(quota|credits?)_(exceeded|exhausted)|billing_\w+|out_of_(funds|credits?)"
    r"|limit_reached|payment_required"
)
"""The hosted API's ``insufficient_quota`` and ``billing_hard_limit_reached``, and ours, where one stands behind us."""
_UNPAID = re.compile(
    r"insufficient (quota|credits?|balance|funds)|exceeded your (current |monthly )?quota|billing (hard )?limit"
    r"|check your plan and billing|out of (credits|funds)|payment required",
    re.I,
)
_ADDRESS = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b")


def read_object(body: bytes) -> dict[str, Any]:
    """Raises `Unreadable`."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable("it answers with something other than JSON") from None
    if not isinstance(value, dict):
        raise Unreadable("it answers with something other than an object")
    return value


def read_job(body: Mapping[str, Any], *, censor: Censor, poll_after: str | None = None) -> Job:
    """A job as any of those servers tells it."""
    return Job(
        id=_id(body.get("id")),
        state=read_state(body.get("status")),
        progress=read_progress(body.get("progress")),
        error=error_sentence(body, censor) if body.get("error") else None,
        told=_sentences(body.get("approximated"), censor),
        poll_after_s=_milliseconds(poll_after),
        unpaid=bool(body.get("error")) and is_unpaid(body),
    )


def read_state(word: object) -> State:
    if not isinstance(word, str):
        return State.RUNNING
    return _STATES.get(word.strip().lower().replace("-", "_").replace(" ", "_"), State.RUNNING)


def read_progress(value: object) -> float | None:
    """0 to 1. A whole number is a percentage, as the contract has it; a fraction up to 1 is a share."""
    if isinstance(value, str):
        try:
            value = float(value.strip().removesuffix("%"))
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    share = value if isinstance(value, float) and 0 < value < 1 else value / 100
    return min(max(share, 0.0), 1.0)


def read_load(body: Mapping[str, Any]) -> int | None:
    """How many jobs of a list wait or are rendered; ``None`` where it is no list."""
    data = body.get("data")
    if not isinstance(data, list):
        return None
    states = [read_state(item.get("status")) for item in data if isinstance(item, dict)]
    return sum(state in (State.QUEUED, State.RUNNING) for state in states)


def error_sentence(body: Mapping[str, Any], censor: Censor) -> str:
    """What an error says: ``error.message``, ``error``, ``message`` or ``detail``, whichever is there."""
    found: Any = body
    for _ in range(3):
        if isinstance(found, Mapping):
            found = next((found[name] for name in ("error", "message", "detail", "msg") if found.get(name)), None)
        elif isinstance(found, list):  # as FastAPI lists what is wrong with a body
            found = next(iter(found), None)
    return censor(found) if isinstance(found, str) and found.strip() else "it does not say why"


def is_unpaid(body: Mapping[str, Any]) -> bool:
    """Whether an error is about an account of ours that is empty or at its limit, by its code or its sentence."""
    error = body.get("error")
    told = [body, error] if isinstance(error, Mapping) else [body]
    codes = [each.get(name) for each in told for name in ("code", "type")]
    if any(isinstance(code, str) and _UNPAID_CODE.fullmatch(code.strip().lower()) for code in codes):
        return True
    return _UNPAID.search(error_sentence(body, Censor())) is not None


def read_retry_after(value: str | None, *, now_s: float) -> float | None:
    """Seconds, of a number of them or a date; ``now_s`` in Unix time."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(value).timestamp() - now_s
        except (ValueError, TypeError, OverflowError):
            return None
    if not math.isfinite(seconds):
        return None
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER_S)


def _id(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or len(value) > MAX_ID_CHARS or not value.isprintable():
        return None
    if not value.strip(" ."):  # dots alone are a way up in a path
        return None
    return value


def _milliseconds(value: str | None) -> float | None:
    return int(value) / 1000 if value is not None and value.isascii() and value.isdecimal() else None


def _sentences(value: object, censor: Censor) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else []
    return tuple(censor(item) for item in listed if isinstance(item, str) and item.strip())[:MAX_SENTENCES]
