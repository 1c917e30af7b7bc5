"""Which engines there are. Listed by their entry points without importing them; loaded where they render."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

from vitascope.core.errors import EngineMissing
from vitascope.core.ports import Engine

GROUP = "vitascope.engines"
EXTRAS = {"animatic": "animatic"}
"""The extra that brings what an engine of this package imports."""


def names() -> list[str]:
    """Every engine that is registered here, whether or not it can run."""
    return sorted(found.name for found in entry_points(group=GROUP))


def create(name: str) -> Engine:
    """The engine called ``name``, not loaded yet. Raises `EngineMissing`."""
    entry = _entry(name)
    try:
        engine: Engine = entry.load()()
    except ImportError as error:
        extra = EXTRAS.get(name)
        advice = f"install it with: pip install 'vitascope[{extra}]'" if extra else f"import failed: {error}"
        raise EngineMissing(
            f"The engine {name!r} needs a package that is not here ({error.name}); {advice}."
        ) from error
    return engine


def _entry(name: str) -> EntryPoint:
    found = entry_points(group=GROUP, name=name)
    if not found:
        raise EngineMissing(f"There is no engine called {name!r} here; there is {', '.join(names()) or 'none'}.")
    return next(iter(found))
