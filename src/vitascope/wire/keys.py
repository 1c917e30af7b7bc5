"""``/v1/keys``: bodies read, key objects written (wire contract, section 7)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from vitascope.core.account import ApiKey, KeyFields, KeyLimit, legal_name, legal_scopes
from vitascope.core.errors import BadInput, InvalidField, NotFound
from vitascope.core.generation import one_of
from vitascope.wire import fields
from vitascope.wire.account import dollars, moment

JsonObject = dict[str, Any]

CREATED_WITH = ("name", "limit", "scopes")
CHANGED_WITH = ("name", "disabled", "limit", "scopes")

_LIMIT = "give an object with `retention` and `threshold`, or null for no limit."
_SCOPES = "give an array of scopes, or null for all of them."
_PREFIX = re.compile(r"[!-~]{1,64}", re.A)


def read_fields(body: Mapping[str, Any], known: tuple[str, ...]) -> KeyFields:
    """The fields that ``body`` sets; ``null`` takes a name, a limit or scopes away. Raises `BadInput`."""
    for name, value in body.items():
        if name not in known:
            raise InvalidField(name[:80], value, f"there is no such field here; {one_of(known)}")
    found = KeyFields()
    if "name" in body:
        found["name"] = legal_name(fields.text(body, "name", "give it as text, or null for none."))
    if (disabled := fields.flag(body, "disabled")) is not None:
        found["disabled"] = disabled
    if "limit" in body:
        found["limit"] = _limit(body["limit"])
    if "scopes" in body:
        found["scopes"] = _scopes(body["scopes"])
    return found


def read_prefix(text: str) -> str:
    """What a key is called by, out of an address. Raises `NotFound`."""
    if not _PREFIX.fullmatch(text):
        raise NotFound("No key of this account is called so; `GET /v1/keys` lists them.")
    return text


def key_object(key: ApiKey) -> JsonObject:
    """A key as lists show it."""
    return {
        "name": key.name,
        "prefix": key.prefix,
        "disabled": key.disabled,
        "scopes": None if key.scopes is None else list(key.scopes),
        "limit": None if key.limit is None else _limit_object(key.limit),
        "created_at": moment(key.created_at),
        "updated_at": moment(key.updated_at),
        "monthly_usage": dollars(key.month_credits),
    }


def created(key: ApiKey, secret: str) -> JsonObject:
    """A key as the reply to its making shows it: with the key itself, and without a limit that it has not."""
    told = key_object(key) | {"key": secret}
    if key.limit is None:
        del told["limit"]
    return told


def _limit_object(limit: KeyLimit) -> JsonObject:
    return {"retention": limit.retention, "threshold": dollars(limit.credits)}


def _limit(value: object) -> KeyLimit | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise InvalidField("limit", value, _LIMIT)
    for name in value:
        if name not in ("retention", "threshold"):
            raise InvalidField(f"limit.{name[:80]}", value[name], _LIMIT)
    for name in ("retention", "threshold"):
        if value.get(name) is None:
            raise BadInput(f"`limit.{name}` is missing: {_LIMIT}")
    period = value["retention"]
    return KeyLimit.of_usd(_usd(value["threshold"]), period if isinstance(period, str) else str(period))


def _usd(value: object) -> Decimal:
    hint = "give a number of US dollars, such as 25."
    if isinstance(value, bool) or not isinstance(value, int | float | str) or len(str(value)[:65]) > 64:
        raise InvalidField("limit.threshold", value, hint)
    try:
        found = Decimal(str(value).strip())
    except InvalidOperation:
        raise InvalidField("limit.threshold", value, hint) from None
    if not found.is_finite():
        raise InvalidField("limit.threshold", value, hint)
    return found


def _scopes(value: object) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list):
        raise InvalidField("scopes", value, _SCOPES)
    for scope in value:
        if not isinstance(scope, str):
            raise InvalidField("scopes", scope, _SCOPES)
    return legal_scopes(tuple(value))
