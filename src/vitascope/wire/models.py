"""``/v1/models``: what can be asked for, at what price, in the fields of every era and of OpenAI's client.

Wire contract, section 7. ``type`` is the present one; programs of the first era look for ``video`` there, which the
filter takes as well, and at ``endpoints`` and ``features``, which are given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from vitascope.core.generation import MODEL_ALIASES, MODELS
from vitascope.core.ports import Offer
from vitascope.core.reports import Durations
from vitascope.core.usage import LIST_PRICE_USD_PER_S, price_usd_per_s
from vitascope.wire.account import Asked, each, moment

JsonObject = dict[str, Any]

LISTS = ("/v1/models", "/models", "/api/v1/models")
"""Paths of one list."""

TYPE = "internal/video-generations/submit"
OLD_TYPE = "video"
ENDPOINTS = ("/v2/video/generations", "/v1/video/generations", "/video/generations")
TAGS = ("playground:video",)
CAPABILITIES = ("text_to_video", "image_to_video", "audio_generation")
OFFERED: Mapping[Offer, str] = {"draft": "draft", "last_image": "last_frame"}
"""Further ones, of engines that offer them; names of ours."""
MODALITIES: Mapping[str, tuple[str, ...]] = {"input": ("image", "text"), "output": ("audio", "video")}
SECTIONS = ("pricing", "modalities", "capabilities")

CREATED = datetime(2025, 11, 18, tzinfo=UTC)
"""When the hosted API first documented them: wire contract, section 1."""

_NAMES = {"ltxv/ltxv-2-fast": "LTXV 2 Fast", "ltxv/ltxv-2": "LTXV 2"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which models, and what is told of each. Several values of one filter are alternatives; filters add up."""

    filters: Mapping[str, frozenset[str]]
    """Lower-case values by filter; a filter that was not given is not there."""
    sections: frozenset[str]


FILTERS = ("id", "type", "tags", "modalities", "input_modalities", "output_modalities", "capabilities")


def read_query(asked: Asked) -> Query:
    """Unknown parameters, and unknown sections to include, are left aside."""
    include = _values(asked, "include")
    everything = "all" in include or bool(_values(asked, "details") & {"true", "1"})
    return Query(
        filters={name: values for name in FILTERS if (values := _values(asked, name))},
        sections=frozenset(SECTIONS) if everything else include & frozenset(SECTIONS),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """What is told of models beside their names: of this server, and of its engine."""

    base: str
    """Our public address."""
    markup: Decimal
    offers: Set[Offer]

    @property
    def capabilities(self) -> list[str]:
        return [*CAPABILITIES, *(name for offer, name in OFFERED.items() if offer in self.offers)]


def listed(query: Query, here: Here) -> JsonObject:
    """The reply to a list."""
    found = [item(name, query.sections, here) for name in MODELS if _wanted(name, query, here)]
    return {"object": "list", "data": found}


def find(text: str) -> str | None:
    """The model called ``text``, by its name or an alias; in whatever case."""
    names = {name.lower(): name for name in MODELS} | {a.lower(): name for a, name in MODEL_ALIASES.items()}
    return names.get(text.strip().lower())


def item(name: str, sections: frozenset[str], here: Here) -> JsonObject:
    """One model. ``object``, ``created`` and ``owned_by`` are OpenAI's."""
    told: JsonObject = {
        "id": name,
        "object": "model",
        "created": int(CREATED.timestamp()),
        "owned_by": name.partition("/")[0],
        "aliases": _aliases(name),
        "type": TYPE,
        "tags": list(TAGS),
        "features": [],
        "endpoints": list(ENDPOINTS),
        "info": {
            "name": _NAMES[name],
            "developer": "LTXV",
            "description": "A prompt, or a prompt and an image, in; a video with sound out.",
            "releasedAt": f"{CREATED:%Y-%m-%d}",
            "url": "",
            "docsUrl": f"{here.base}/openapi.json",
            "docsJson": f"{here.base}/openapi.json",
        },
    }
    if "capabilities" in sections:
        told["capabilities"] = here.capabilities
    if "modalities" in sections:
        told["modalities"] = {way: list(names) for way, names in MODALITIES.items()}
    if "pricing" in sections:
        told["pricing"] = _pricing(name, here.markup)
    return told


def metrics(durations: Sequence[Durations], *, window_s: float, now: datetime) -> JsonObject:
    """How long clips took of late, in milliseconds, for models that made any."""
    return {
        "window_seconds": int(window_s),
        "generated_at": moment(now),
        "models": [
            {
                "alias": d.model.rpartition("/")[2],
                "endpoint": TYPE,
                "metrics": {
                    "duration_ms": {"p50": round(d.p50), "p75": round(d.p75), "p90": round(d.p90), "p99": round(d.p99)}
                },
            }
            for d in durations
        ],
    }


def _values(asked: Asked, name: str) -> frozenset[str]:
    """Separated by commas, repeated, or both; lower case."""
    parts = (part.strip().lower() for value in each(asked, name) for part in value.split(","))
    return frozenset(part for part in parts if part)


def _wanted(name: str, query: Query, here: Here) -> bool:
    has = {
        "id": {name, *_aliases(name)},
        "type": {TYPE, OLD_TYPE},
        "tags": set(TAGS),
        "modalities": {m for names in MODALITIES.values() for m in names},
        "input_modalities": set(MODALITIES["input"]),
        "output_modalities": set(MODALITIES["output"]),
        "capabilities": set(here.capabilities),
    }
    return all(values & {value.lower() for value in has[name]} for name, values in query.filters.items())


def _aliases(name: str) -> list[str]:
    return [alias for alias, model in MODEL_ALIASES.items() if model == name]


def _pricing(name: str, markup: Decimal) -> JsonObject:
    return {
        "kind": "variants",
        "currency": "USD",
        "dimensions": ["resolution"],
        "variants": [
            {
                "when": {"resolution": resolution},
                "price": float(price_usd_per_s(name, resolution, markup=markup)),
                "unit": "second",
                "per": 1,
            }
            for resolution in LIST_PRICE_USD_PER_S[name]
        ],
    }
