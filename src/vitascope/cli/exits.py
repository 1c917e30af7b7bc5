"""What the program ends with, for scripts."""

from __future__ import annotations

FAILED = 1
BAD_INPUT = 2
DIFFERENT = 3
INTERRUPTED = 130
