"""The reference page of the HTTP surface, from the OpenAPI document that a server shows at ``/openapi.json``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tools.reference_tables import Undocumented, cell, table
from vitascope.wire import openapi

PARTS = {
    "generations": "Generations",
    "videos": "As OpenAI's videos",
    "LTX": "As the official LTX API",
    "models": "Models",
    "keys": "Keys",
    "billing": "Balance",
    "usage": "Usage",
}
"""A heading for each of the document's tags."""

Json = Mapping[str, Any]


def http_page() -> str:
    document = openapi.document(version="")
    operations = list(_operations(document))
    if unknown := {tag for tag, *_ in operations} - PARTS.keys():
        raise Undocumented(f"no heading for the tag {sorted(unknown)} of the OpenAPI document")
    parts = [
        "# HTTP\n",
        "Every request but those on models carries `Authorization: Bearer KEY`. Bodies are JSON in UTF-8; a refusal's",
        "is described under [errors](errors.md). A running server shows the same as an OpenAPI 3.1 document at",
        "`/openapi.json`; beside it stand `/health/live` and `/health/ready` for balancers, and",
        "[`/metrics`](metrics.md).\n",
    ]
    before: set[str] = set()
    for tag, title in PARTS.items():
        parts.append(f"## {title}\n")
        parts += [_operation(paths, method, told, before) for found, method, told, paths in operations if found == tag]
    parts.append("## Bodies\n")
    parts += [_schema(name, schema) for name, schema in document["components"]["schemas"].items()]
    return "\n".join(parts)


def _operations(document: Json) -> Iterator[tuple[str, str, Json, list[str]]]:
    """Tag, method, operation and the paths that are alike; as the document has them, by their first path."""
    alike: dict[str, tuple[str, str, Json, list[str]]] = {}
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            same = json.dumps([method, {k: v for k, v in told.items() if k != "operationId"}], sort_keys=True)
            alike.setdefault(same, (told["tags"][0], method.upper(), told, []))[3].append(path)
    yield from alike.values()


def _operation(paths: Sequence[str], method: str, told: Json, told_before: set[str]) -> str:
    again = f", on {paths[0]}" if told["summary"] in told_before else ""
    told_before.add(told["summary"])
    lines = [f"### {told['summary']}{again}\n", *(f"    {method} {path}" for path in paths), ""]
    if text := told.get("description"):
        lines += [text, ""]
    if parameters := told.get("parameters"):
        rows = [
            (
                f"`{p['name']}`",
                {"query": "query", "path": "path", "header": "header"}[p["in"]],
                _kind(p["schema"]),
                cell(p.get("description") or p["schema"].get("description", "")),
            )
            for p in parameters
        ]
        lines.append(table(("Parameter", "In", "Value", "What it is"), rows))
    if "requestBody" in told:
        bodies = [f"{_kind(c['schema'])} (`{kind}`)" for kind, c in told["requestBody"]["content"].items()]
        lines.append(f"Body: {', or '.join(bodies)}.\n")
    answers = [
        (f"`{status}`", ", or ".join(_answers(reply)), cell(reply["description"]))
        for status, reply in told["responses"].items()
        if int(status) < 400
    ]
    lines.append(table(("Status", "Body", "What it says"), answers))
    refusals = ", ".join(f"`{status}`" for status in sorted(told["responses"]) if int(status) >= 400)
    return "\n".join([*lines, f"Refusals: {refusals}.\n"])


def _answers(reply: Json) -> Iterator[str]:
    for kind, content in reply.get("content", {}).items():
        told = _kind(content["schema"]) if "schema" in content else ""
        yield told if kind == "application/json" else f"`{kind}`"


def _schema(name: str, schema: Json) -> str:
    lines = [f"### {name}\n"]
    if text := schema.get("description"):
        lines.append(f"{text}\n")
    if "properties" not in schema:
        return "\n".join([*lines, f"{_kind(schema)}.\n"])
    lines.append(table(("Field", "Value", "Default", "What it is"), list(_fields(schema, ""))))
    return "\n".join(lines)


def _fields(schema: Json, above: str) -> Iterator[tuple[str, str, str, str]]:
    """A row a field; those of an object inside follow it, by their whole path."""
    for name, inner in schema["properties"].items():
        path = f"{above}{name}"
        default = f"`{json.dumps(inner['default'])}`" if "default" in inner else ""
        required = "required" if name in schema.get("required", ()) else default
        yield f"`{path}`", _kind(inner), required, cell(inner.get("description", ""))
        element = inner.get("items", inner)
        if "properties" in element:
            yield from _fields(element, f"{path}{'[]' if element is not inner else ''}.")


def _kind(schema: Json) -> str:  # noqa: PLR0911  (one answer a kind of schema)
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    for key, word in (("anyOf", ", or "), ("oneOf", ", or "), ("allOf", " and ")):
        if any("required" not in one or len(one) > 1 for one in schema.get(key, ())):
            return word.join(_kind(one) for one in schema[key])
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    if isinstance(kind, list):
        return ", or ".join(_kind({**schema, "type": one}) for one in kind)
    words = {
        "integer": "whole number",
        "string": schema.get("format", "text"),
        "boolean": "`true` or `false`",
        "null": "`null`",
    }
    bounds = [
        f"{sign} {schema[key]}{unit}"
        for key, sign, unit in (
            ("minimum", "≥", ""), ("maximum", "≤", ""),
            ("minLength", "≥", " characters"), ("maxLength", "≤", " characters"),
        )
        if key in schema
    ]  # fmt: skip
    return ", ".join([schema.get("format", "text") if kind == "string" else words.get(kind, kind), *bounds])
