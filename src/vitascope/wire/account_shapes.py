"""Bodies and replies of the account's pages as schemas: the vendor's, and the values of `core`."""

from __future__ import annotations

from vitascope.core.account import DIRECTIONS, ENTRY_TYPES, MAX_NAME_CHARS, MAX_USD, RETENTIONS, SCOPES
from vitascope.wire.logs import STATUSES
from vitascope.wire.schema_parts import (
    FLAG,
    MOMENT,
    NUMBER,
    TEXT,
    WHOLE,
    JsonObject,
    array_of,
    choice,
    nullable,
    object_of,
    ref,
    texts,
)

_MONEY = object_of({"usd": NUMBER, "credits": WHOLE}, required=("usd", "credits"))
_TOKENS = object_of(dict.fromkeys(("input", "output", "total"), WHOLE), required=("input", "output", "total"))
_SCOPES = nullable(array_of(choice(SCOPES, "", default=False), "What the key may be used for; null is everything."))

_KEY_LIMIT = object_of(
    {
        "retention": choice(RETENTIONS, "The period; it begins at 00:00 UTC.", default=False),
        "threshold": {"type": "number", "minimum": 0, "maximum": int(MAX_USD), "description": "US dollars a period."},
    },
    required=("retention", "threshold"),
) | {"additionalProperties": False}

_NAME: JsonObject = nullable({"type": "string", "minLength": 1, "maxLength": MAX_NAME_CHARS})

_NEW_KEY = object_of({"name": _NAME, "limit": nullable(ref("KeyLimit")), "scopes": _SCOPES}) | {
    "additionalProperties": False
}

_KEY_CHANGE = object_of(
    {"name": _NAME, "disabled": nullable(FLAG), "limit": nullable(ref("KeyLimit")), "scopes": _SCOPES}
) | {"additionalProperties": False}

_KEY_PROPERTIES: JsonObject = {
    "name": nullable(TEXT),
    "prefix": TEXT | {"description": "The first eight characters of the key."},
    "disabled": FLAG,
    "scopes": _SCOPES,
    "limit": nullable(ref("KeyLimit")),
    "created_at": MOMENT,
    "updated_at": MOMENT,
    "monthly_usage": NUMBER | {"description": "US dollars charged for requests of this month, UTC."},
}
_KEY_ALWAYS = ("disabled", "prefix", "scopes", "created_at", "updated_at", "monthly_usage")
_KEY = object_of(_KEY_PROPERTIES, required=_KEY_ALWAYS)
_CREATED_KEY = object_of(
    {**_KEY_PROPERTIES, "key": TEXT | {"description": "The key itself; it is kept nowhere."}},
    required=(*_KEY_ALWAYS, "key"),
)

_BALANCE_PROPERTIES: JsonObject = {
    "current_balance": NUMBER | {"description": "US dollars, less what clips under way have set aside."},
    "currency": {"const": "USD"},
}
_BALANCE = object_of(_BALANCE_PROPERTIES, required=("current_balance", "currency"))
_TOPUP = ("is_enabled", "threshold", "amount", "currency")
_BILLING_DETAIL = object_of(
    {
        "user_id": TEXT,
        "email": nullable(TEXT),
        **_BALANCE_PROPERTIES,
        "autotopup_settings": object_of(
            {"is_enabled": FLAG, "threshold": NUMBER, "amount": NUMBER, "currency": {"const": "USD"}}, required=_TOPUP
        ),
    },
    required=("user_id", "email", "current_balance", "currency", "autotopup_settings"),
)
_LEGACY: JsonObject = {
    "balance": WHOLE,
    "lowBalance": FLAG,
    "lowBalanceThreshold": WHOLE,
    "lastUpdated": MOMENT,
    "autoDebitStatus": TEXT,
    "status": TEXT,
    "statusExplanation": TEXT,
}
_LEGACY_BALANCE = object_of(_LEGACY, required=tuple(_LEGACY))

_ENTRY: JsonObject = {
    "created_at": MOMENT,
    "direction": choice(DIRECTIONS, "The sign of `amount`.", default=False),
    "type": choice(ENTRY_TYPES, "What produced the entry.", default=False),
    "amount": _MONEY,
    "model": nullable(TEXT),
    "reference_id": nullable(TEXT | {"description": "Of `MODEL_USAGE`: the generation's id."}),
}
_TRANSACTIONS = object_of(
    {
        "data": array_of(object_of(_ENTRY, required=tuple(_ENTRY))),
        "pagination": object_of(
            {"next_cursor": nullable(TEXT), "has_more": FLAG}, required=("next_cursor", "has_more")
        ),
    },
    required=("data", "pagination"),
)

_TOTAL: JsonObject = {
    "api_key_prefix": nullable(TEXT | {"description": "As it was asked for."}),
    "start": MOMENT,
    "end": MOMENT,
    "spend": NUMBER | {"description": "US dollars."},
    "currency": {"const": "USD"},
    "requests": WHOLE | {"description": "Charged ones."},
}
_USAGE_TOTAL = object_of(_TOTAL, required=tuple(_TOTAL))
_COUNTS = ("total", "charged", "succeeded", "failed")
_USAGE_DETAIL = object_of(
    {
        **_TOTAL,
        "models": array_of(
            object_of({"model": TEXT, "spend": NUMBER, "requests": WHOLE}, required=("model", "spend", "requests")),
            "Dearest first.",
        ),
        "groups": array_of(
            object_of(
                {
                    "day": {"type": "string", "format": "date"},
                    "model": TEXT,
                    "spend": NUMBER,
                    "tokens": _TOKENS,
                    "requests": object_of(dict.fromkeys(_COUNTS, WHOLE), required=_COUNTS),
                },
                required=("spend", "tokens", "requests"),
            )
        ),
    },
    required=(*_TOTAL, "models"),
)

_LOG: JsonObject = {
    "created": MOMENT,
    "status": choice(STATUSES, "", default=False),
    "origin": {"type": "string", "enum": ["api", "playground"]},
    "model": TEXT,
    "cost": _MONEY,
    "tokens": _TOKENS,
    "request_id": nullable(TEXT),
    "inference_id": TEXT | {"description": "The generation's id, as in `x-inference-id`."},
    "client_request_id": nullable(TEXT),
}
_LOG_PAGING: JsonObject = {"limit": WHOLE, "offset": WHOLE, "total": WHOLE, "has_more": FLAG}
_LOGS = object_of(
    {
        "data": array_of(object_of(_LOG, required=tuple(_LOG))),
        "pagination": object_of(_LOG_PAGING, required=tuple(_LOG_PAGING)),
    },
    required=("data", "pagination"),
)

_MODEL_INFO: JsonObject = dict.fromkeys(
    ("name", "developer", "description", "releasedAt", "url", "docsUrl", "docsJson"), TEXT
)
_MODEL_ALWAYS: JsonObject = {
    "id": TEXT,
    "object": {"const": "model"},
    "created": WHOLE,
    "owned_by": TEXT,
    "aliases": texts("Other names it can be asked for by."),
    "type": TEXT,
    "tags": texts(""),
    "features": texts("Of the first era; empty."),
    "endpoints": texts("Paths that take it."),
    "info": object_of(_MODEL_INFO, required=("name", "developer")),
}
_MODEL = object_of(
    {
        **_MODEL_ALWAYS,
        "modalities": object_of({"input": texts(""), "output": texts("")}),
        "capabilities": texts(""),
        "pricing": object_of(
            {
                "kind": {"const": "variants"},
                "currency": {"const": "USD"},
                "dimensions": texts("What of a request the price depends on."),
                "variants": array_of({"type": "object"}),
            }
        ),
    },
    required=tuple(_MODEL_ALWAYS),
)

_PERCENTILES = ("p50", "p75", "p90", "p99")
_METRICS = object_of(
    {
        "window_seconds": WHOLE,
        "generated_at": MOMENT,
        "models": array_of(
            object_of(
                {
                    "alias": TEXT,
                    "endpoint": TEXT,
                    "metrics": object_of(
                        {"duration_ms": object_of(dict.fromkeys(_PERCENTILES, WHOLE), required=_PERCENTILES)},
                        required=("duration_ms",),
                    ),
                },
                required=("alias", "endpoint", "metrics"),
            )
        ),
    },
    required=("window_seconds", "generated_at", "models"),
)

SCHEMAS: JsonObject = {
    "KeyLimit": _KEY_LIMIT,
    "NewKey": _NEW_KEY,
    "KeyChange": _KEY_CHANGE,
    "Key": object_of({"data": _KEY}, required=("data",)),
    "CreatedKey": object_of({"data": _CREATED_KEY}, required=("data",)),
    "Keys": object_of({"data": array_of(_KEY)}, required=("data",)),
    "DeletedKey": object_of(
        {"data": object_of({"prefix": TEXT, "deleted": {"const": True}}, required=("prefix", "deleted"))},
        required=("data",),
    ),
    "Balance": _BALANCE,
    "BillingDetail": _BILLING_DETAIL,
    "LegacyBalance": _LEGACY_BALANCE,
    "Transactions": _TRANSACTIONS,
    "UsageTotal": _USAGE_TOTAL,
    "UsageDetail": _USAGE_DETAIL,
    "Logs": _LOGS,
    "Model": _MODEL,
    "OneModel": object_of({"object": {"const": "model"}, "data": ref("Model")}, required=("object", "data")),
    "Models": object_of({"object": {"const": "list"}, "data": array_of(ref("Model"))}, required=("object", "data")),
    "ModelMetrics": _METRICS,
}
