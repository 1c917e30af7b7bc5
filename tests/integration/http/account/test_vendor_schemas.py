"""Our replies against the vendor's own schemas, where these are beside the checkout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft4Validator

from tests.integration.http.account.conftest import PATH, Office

FOLDER = Path(__file__).parents[5] / "shared" / "openapi"

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the vendor's schemas are not beside this checkout")


def modern(schema: object) -> object:
    """OpenAPI 3.0 says `nullable` where JSON Schema has a type of null. No key is allowed that is not named."""
    if isinstance(schema, list):
        return [modern(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: modern(value) for name, value in schema.items() if name not in ("nullable", "example")}
    if "properties" in found:
        found["additionalProperties"] = False
    return {"anyOf": [found, {"type": "null"}]} if schema.get("nullable") is True else found


def vendors(file: str, path: str, method: str) -> Draft4Validator:
    document = json.loads((FOLDER / file).read_text(encoding="utf-8"))
    content = document["paths"][path][method]["responses"]["200"]["content"]
    schema = modern(content["application/json"]["schema"])
    assert isinstance(schema, dict)
    return Draft4Validator(schema)


def faults(validator: Draft4Validator, reply: dict[str, Any]) -> list[str]:
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message}" for error in validator.iter_errors(reply)]


@pytest.mark.parametrize(
    ("file", "path", "query"),
    [
        ("openapi-billing-v2.json", "/v2/billing", ""),
        ("openapi-billing-transactions-v2.json", "/v2/billing/transactions", "?limit=2"),
        ("openapi-usage-v2.json", "/v2/usage", "?period=24h"),
        ("openapi-usage-detail-v2.json", "/v2/usage/detail", "?period=7d"),
        ("openapi-usage-detail-v2.json", "/v2/usage/detail", "?period=7d&group_by=day,model&tz=Asia/Tokyo"),
        ("openapi-logs-v2.json", "/v2/logs", "?period=7d"),
    ],
)
async def test_a_report_has_the_vendors_shape(office: Office, file: str, path: str, query: str) -> None:
    await office.grant(10**9)
    for end in (office.complete, office.complete, office.fail):
        await end(await office.submit())
    reply = await office.program.get(f"{path}{query}")
    assert reply.status_code == 200
    assert faults(vendors(file, path, "get"), reply.json()) == []


async def test_keys_have_the_vendors_shape(office: Office) -> None:
    bodies: list[dict[str, object]] = [
        {},
        {"name": "a", "scopes": ["model:video"], "limit": {"retention": "week", "threshold": 25}},
    ]
    for body in bodies:
        made = await office.manager.post("/v1/keys", json=body)
        assert faults(vendors("openapi-keys-post.json", "/v1/keys", "post"), made.json()) == []
    listed = await office.manager.get("/v1/keys")
    assert faults(vendors("openapi-keys-get.json", "/v1/keys", "get"), listed.json()) == []


@pytest.mark.parametrize("query", ["", "?include=all"])
async def test_models_have_the_vendors_shape_and_what_older_programs_and_openais_look_for(
    office: Office, query: str
) -> None:
    told = (await office.program.get(f"/v1/models{query}")).json()
    for model in told["data"]:
        assert [model.pop(name) for name in ("object", "owned_by", "features")] == ["model", "ltxv", []]
        assert isinstance(model.pop("created"), int)
        assert PATH in model.pop("endpoints")
    assert faults(vendors("openapi-models.json", "/v1/models", "get"), told) == []
