"""Which engines there are. Listed by their entry points without importing them; loaded where they render."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points

from vitascope.core.errors import EngineMissing
from vitascope.core.ports import Engine, Handoff, Preflight

GROUP = "vitascope.engines"
EXTRAS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "animatic": ("animatic", ("cv2", "numba", "resvg_py", "scipy")),
    "ltx": ("ltx", ("torch", "diffusers", "transformers", "safetensors")),
}
"""The extra that brings what an engine of this package imports, and what that is. They import it when they load."""


def names() -> list[str]:
    """Every engine that is registered here, whether or not it can run."""
    return sorted(found.name for found in entry_points(group=GROUP))


def create(name: str) -> Engine:
    """The engine called ``name``, not loaded yet, to draw with here. Raises `EngineMissing`."""
    found = find(name)
    if isinstance(found, Handoff):
        raise EngineMissing(
            f"The engine {name!r} hands clips to other servers: it works under `vitascope serve` alone."
        )
    return found


def prospect(name: str) -> Engine | Handoff:
    """The engine called ``name``, to be asked what it would take; what it draws with need not be installed here.

    Raises `EngineMissing`.
    """
    try:
        engine: Engine | Handoff = _entry(name).load()()
    except ImportError as error:
        raise EngineMissing(f"The engine {name!r} cannot be imported: {error}.") from error
    return engine


def find(name: str) -> Engine | Handoff:
    """The engine called ``name``, whichever kind it is: drawing here, or handing over. Raises `EngineMissing`."""
    _entry(name)
    extra, modules = EXTRAS.get(name, ("", ()))
    for module in modules:
        if importlib.util.find_spec(module) is None:
            raise EngineMissing(
                f"The engine {name!r} needs a package that is not here ({module}); "
                f"install it with: pip install 'vitascope[{extra}]'."
            )
    return prospect(name)


def equipped(name: str) -> Engine | Handoff:
    """As `find`, for a machine that is to render with it: it has what the owner must give. Raises `EngineMissing`."""
    found = find(name)
    if isinstance(found, Preflight):
        found.preflight()
    return found


def _entry(name: str) -> EntryPoint:
    found = entry_points(group=GROUP, name=name)
    if not found:
        raise EngineMissing(f"There is no engine called {name!r} here; there is {', '.join(names()) or 'none'}.")
    return next(iter(found))
