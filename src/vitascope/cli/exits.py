"""What the program ends with, for scripts. The table in ``docs/reference/cli.md`` is made from this."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType


class Code(IntEnum):
    """Numbers that stay what they are."""

    DONE = 0
    FAILED = 1
    BAD_INPUT = 2
    DIFFERENT = 3
    NO_CLIP = 4
    KEY = 5
    NOT_FOUND = 6
    NO_SERVER = 7
    TIME_UP = 8
    CONFLICT = 9
    INTERRUPTED = 130


MEANING: Mapping[Code, str] = MappingProxyType(
    {
        Code.DONE: "Done.",
        Code.FAILED: "Failed, for a reason that has no code of its own.",
        Code.BAD_INPUT: "Bad input: a flag, a value, a file that is missing or would be overwritten. Nothing was done.",
        Code.DIFFERENT: "`reproduce`: the clip came out different.",
        Code.NO_CLIP: "The generation ended without a clip: it failed, or was cancelled.",
        Code.KEY: "The server does not let this key do that: it is missing, unknown, not for this, or out of funds.",
        Code.NOT_FOUND: "The server has no such generation, or not any more.",
        Code.NO_SERVER: "No server answered, or not in a way that made sense; it may work a little later.",
        Code.TIME_UP: "`--timeout` is over; the generation goes on.",
        Code.CONFLICT: "The generation is in a state that does not allow this: it has ended, or has no clip yet.",
        Code.INTERRUPTED: "Stopped by Ctrl-C. What a server renders goes on.",
    }
)


class Ended(Exception):
    """A command cannot do what it was to do: what is told of it, what may be done next, and the exit code."""

    def __init__(self, message: str, code: Code, advice: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.advice = advice
