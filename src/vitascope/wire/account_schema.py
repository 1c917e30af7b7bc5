"""The account's pages in OpenAPI: the vendor's schemas, and the values of `core`."""

from __future__ import annotations

from vitascope.core.account import DIRECTIONS, ENTRY_TYPES, MAX_ROWS
from vitascope.core.reports import LONGEST_WINDOW, MAX_OFFSET
from vitascope.wire.account_shapes import SCHEMAS
from vitascope.wire.logs import STATUSES
from vitascope.wire.models import LISTS, SECTIONS
from vitascope.wire.schema_parts import (
    MOMENT,
    TEXT,
    JsonObject,
    answers,
    array_of,
    choice,
    in_path,
    in_query,
    json_content,
    link,
    operation,
    texts,
)
from vitascope.wire.usage import GROUPINGS

KEYS, BILLING, USAGE, MODELS = "keys", "billing", "usage", "models"

PREFIX = in_path("prefix", {"type": "string", "example": "b747e891"}, "The first eight characters of the key.")


def paths() -> JsonObject:
    """Every path of the account, and of models."""
    return {**_keys(), **_billing(), **_usage(), **_models()}


def schemas() -> JsonObject:
    """Every schema that these paths name."""
    return dict(SCHEMAS)


def _keys() -> JsonObject:
    one = ("400", "401", "403", "404", "408", "409", "413", "415")
    prefix = {"prefix": "$response.body#/data/prefix"}
    follow = {name: link(name, prefix) for name in ("changeKey", "deleteKey")}
    manage = "Needs a management key: `vitascope keys create --management` makes one."
    return {
        "/v1/keys": {
            "get": operation("listKeys", "List keys", {}, answers("Keys", manage, "401", "403"), tag=KEYS),
            "post": operation(
                "createKey",
                "Make a key, shown this once",
                {"requestBody": {"required": False, "content": json_content("NewKey", example=_EXAMPLE_KEY)}},
                answers("CreatedKey", manage, "400", "401", "403", "408", "413", "415", links=follow),
                tag=KEYS,
            ),
        },
        "/v1/key": {
            "get": operation(
                "recentKey", "The most recently used key", {}, answers("Key", manage, "401", "403", "404"), tag=KEYS
            )
        },
        "/v1/keys/{prefix}": {
            "patch": operation("changeKey", "Change a key", _changes(), answers("Key", manage, *one), tag=KEYS),
            "put": operation(
                "replaceKey",
                "Change a key; what is not said is as in a new one",
                _changes(),
                answers("Key", manage, *one),
                tag=KEYS,
            ),
            "delete": operation(
                "deleteKey",
                "End every use of a key",
                {"parameters": [PREFIX]},
                answers("DeletedKey", manage, "401", "403", "404", "409"),
                tag=KEYS,
            ),
        },
    }


def _changes() -> JsonObject:
    content = json_content("KeyChange", example={"disabled": True})
    return {"parameters": [PREFIX], "requestBody": {"required": False, "content": content}}


def _billing() -> JsonObject:
    parameters = [
        in_query("from", MOMENT, "Entries at or after this moment, with its offset from UTC."),
        in_query("to", MOMENT, "Entries before this moment; later than `from`."),
        in_query("direction", choice(DIRECTIONS, "", default=False), "Money in, or money out."),
        in_query("type", choice(ENTRY_TYPES, "", default=False), "What produced the entry."),
        in_query("limit", _limit(), "Entries a page."),
        in_query("cursor", TEXT, "`pagination.next_cursor` of the page before, as it came."),
    ]
    following = {"nextTransactions": link("transactions", {"cursor": "$response.body#/pagination/next_cursor"})}
    return {
        "/v2/billing": {
            "get": operation("balance", "What is left", {}, answers("Balance", _UNLIMITED, "401"), tag=BILLING)
        },
        "/v2/billing/detail": {
            "get": operation(
                "billingDetail", "What is left, and whose", {}, answers("BillingDetail", _UNLIMITED, "401"), tag=BILLING
            )
        },
        "/v2/billing/transactions": {
            "get": operation(
                "transactions",
                "Movements of the balance, newest first",
                {"parameters": parameters},
                answers("Transactions", "Not for management keys.", "400", "401", "403", links=following),
                tag=BILLING,
            )
        },
        "/v1/billing/balance": {
            "get": operation(
                "legacyBalance",
                "What is left, in credits",
                {},
                answers("LegacyBalance", _UNLIMITED, "401"),
                tag=BILLING,
            )
        },
    }


def _usage() -> JsonObject:
    problems = ("400", "401", "403", "404")
    grouping = [
        in_query("group_by", choice(GROUPINGS, "", default=False), "Adds `groups`."),
        in_query("tz", {"type": "string", "example": "Europe/Berlin"}, "IANA time zone in which days begin; else UTC."),
    ]
    rows = [
        in_query("model", texts("By name or bare name."), "Only these; repeat it for several."),
        in_query("status", array_of(choice(STATUSES, "", default=False)), "Only these; repeat it for both."),
        in_query("limit", _limit(), "Rows a page."),
        in_query("offset", {"type": "integer", "minimum": 0, "maximum": MAX_OFFSET, "default": 0}, "Rows to skip."),
    ]
    return {
        "/v2/usage": {
            "get": operation(
                "usage",
                "What a key has spent",
                {"parameters": _window()},
                answers("UsageTotal", _WINDOW_SAID, *problems),
                tag=USAGE,
            )
        },
        "/v2/usage/detail": {
            "get": operation(
                "usageDetail",
                "What a key has spent, by model and by day",
                {"parameters": [*_window(), *grouping]},
                answers("UsageDetail", _WINDOW_SAID, *problems),
                tag=USAGE,
            )
        },
        "/v2/logs": {
            "get": operation(
                "logs",
                "Each finished request of a key, newest first",
                {"parameters": [*_window(), *rows]},
                answers("Logs", _WINDOW_SAID, *problems, "429"),
                tag=USAGE,
            )
        },
    }


def _window() -> list[JsonObject]:
    return [
        in_query("period", {"type": "string", "pattern": "^[0-9]+[hd]$", "example": "7d"}, "Hours or days up to now."),
        in_query("start", MOMENT, "With `end`, instead of `period`; UTC where it names no offset."),
        in_query("end", MOMENT, "Not earlier than `start`."),
        in_query("key_prefix", TEXT, "Another key of the account, for a management key; else the key that asks."),
    ]


def _models() -> JsonObject:
    several = {"style": "form", "explode": True}
    parameters = [
        in_query("include", texts(f"{', '.join(SECTIONS)} or all."), "Sections to add.") | several,
        in_query("details", {"type": "string", "enum": ["true", "1"]}, "The same as `include=all`."),
        *(
            in_query(name, texts("Any of these, in any case."), "Only models with this.") | several
            for name in ("id", "type", "tags", "modalities", "input_modalities", "output_modalities", "capabilities")
        ),
    ]
    found: JsonObject = {}
    for path, name in zip(LISTS, ("models", "modelsShort", "modelsLong"), strict=True):
        told = answers("Models", "Carries an ETag; with If-None-Match, a 304.")
        found[path] = {"get": operation(name, "List models", {"parameters": parameters}, told, tag=MODELS, key=False)}
    called = in_path("model", {"type": "string", "example": "ltxv/ltxv-2-fast"}, "Its slashes may be raw.")
    return {
        **found,
        "/model/{model}": {
            "get": operation(
                "model",
                "One model",
                {"parameters": [called, *parameters[:2]]},
                answers("OneModel", "By its name or an alias.", "404"),
                tag=MODELS,
                key=False,
            )
        },
        "/v1/models/{model}": {
            "get": operation(
                "modelPlain",
                "One model, as OpenAI's clients read it",
                {"parameters": [called, *parameters[:2]]},
                answers("Model", "By its name or an alias.", "404"),
                tag=MODELS,
                key=False,
            )
        },
        "/models/metrics": {
            "get": operation(
                "modelMetrics",
                "How long clips took of late",
                {},
                answers("ModelMetrics", "Percentiles over clips of the last day that still have their files."),
                tag=MODELS,
                key=False,
            )
        },
    }


def _limit() -> JsonObject:
    return {"type": "integer", "minimum": 1, "maximum": MAX_ROWS, "default": 50}


_UNLIMITED = "An account without a limit shows 1,000,000 USD, which never falls."
_WINDOW_SAID = f"About requests made in a window of at most {LONGEST_WINDOW.days} days."

_EXAMPLE_KEY: JsonObject = {
    "name": "laptop",
    "limit": {"retention": "week", "threshold": 25},
    "scopes": ["model:video"],
}
