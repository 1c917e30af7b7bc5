"""Which servers render, and as whom they are asked: what the owner set, from the environment as every engine reads it.

Their addresses may be private: it is the owner who names them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vitascope.core.errors import EngineMissing

URLS, KEY, MODEL, HOSTS = (f"VITASCOPE_REMOTE_{name}" for name in ("URLS", "KEY", "MODEL", "HOSTS"))

_BASE_URL = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteConfig:
    """What the engine ``remote`` needs to know."""

    bases: tuple[str, ...]
    """Of each server once, without ``/v1`` and without a slash at the end."""
    key: str | None = field(default=None, repr=False)
    """Sent to those servers as a bearer, and nowhere else."""
    model: str | None = None
    """How they call the model; as callers here do if not set."""
    hosts: frozenset[str] = frozenset()
    """Further hosts that a finished clip may be fetched from, when a server sends us there."""

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> RemoteConfig:
        """Raises `EngineMissing` where no server is named, or one by something that is no address."""
        return cls.of(
            _listed(environment.get(URLS, "")),
            key=environment.get(KEY) or None,
            model=environment.get(MODEL) or None,
            hosts=_listed(environment.get(HOSTS, "")),
        )

    @classmethod
    def of(
        cls, urls: Sequence[str], *, key: str | None = None, model: str | None = None, hosts: Sequence[str] = ()
    ) -> RemoteConfig:
        """Raises `EngineMissing`, as `read` does."""
        if not urls:
            raise EngineMissing(
                "The engine 'remote' needs a server to hand clips to: name it with --remote-url or "
                f"{URLS}, such as http://gpu-1:30000."
            )
        for url in urls:
            if not _BASE_URL.fullmatch(url):
                raise EngineMissing(
                    f"{URLS} holds {url!r}, which is no address of a server; use one such as http://gpu-1:30000."
                )
        if key is not None and not (key.isascii() and key.isprintable()):
            raise EngineMissing(f"{KEY} holds characters that no header can carry.")
        return cls(
            bases=tuple(dict.fromkeys(base_of(url) for url in urls)),
            key=key,
            model=model,
            hosts=frozenset(host.lower() for host in hosts),
        )


def base_of(url: str) -> str:
    """``url`` without what clients of the `openai` package are given at its end."""
    return url.rstrip("/").removesuffix("/v1").rstrip("/")


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
