"""The pieces that OpenAPI documents of the surfaces are put together from (OpenAPI 3.1, JSON Schema 2020-12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

JsonObject = dict[str, Any]

TEXT: JsonObject = {"type": "string"}
WHOLE: JsonObject = {"type": "integer"}
NUMBER: JsonObject = {"type": "number"}
FLAG: JsonObject = {"type": "boolean"}
MOMENT: JsonObject = {"type": "string", "format": "date-time"}
LINK: JsonObject = {"type": "string", "format": "uri"}


def operation(
    operation_id: str, summary: str, asks: JsonObject, answers: JsonObject, *, tag: str, key: bool = True
) -> JsonObject:
    """One method of one path; ``asks`` holds ``parameters`` and ``requestBody``. ``key`` is whether it needs one."""
    return {
        "operationId": operation_id,
        "summary": summary,
        "tags": [tag],
        "security": [{"key": []}] if key else [],
        **asks,
        "responses": answers,
    }


def answers(
    schema: str, description: str, *problems: str, status: str = "200", problem: str = "Problem", **more: Any
) -> JsonObject:
    """Replies: one that says yes, in the form of ``schema``, and those of ``problems``, in the form of ``problem``.

    ``more`` joins the first: ``links``, ``headers``.
    """
    told: JsonObject = {status: {"description": description, "content": json_content(schema), **more}}
    # Whatever looks a key up may refuse to, where too many wrong ones came before.
    too_many = ("429",) if "401" in problems and "429" not in problems else ()
    for code in (*problems, *too_many, "500", "503"):
        told[code] = {"description": "The message says why.", "content": json_content(problem)}
    return told


def json_content(schema: str, *, example: object = None) -> JsonObject:
    content: JsonObject = {"schema": ref(schema)}
    return {"application/json": content if example is None else {**content, "example": example}}


def asked_json(schema: str, *, example: object = None) -> JsonObject:
    """A request's body."""
    return {"required": True, "content": json_content(schema, example=example)}


def ref(schema: str) -> JsonObject:
    return {"$ref": f"#/components/schemas/{schema}"}


def in_query(name: str, schema: JsonObject, description: str, *, required: bool = False) -> JsonObject:
    return {"name": name, "in": "query", "required": required, "description": description, "schema": schema}


def in_path(name: str, schema: JsonObject, description: str) -> JsonObject:
    return {"name": name, "in": "path", "required": True, "description": description, "schema": schema}


def in_header(name: str, schema: JsonObject, description: str) -> JsonObject:
    return {"name": name, "in": "header", "required": False, "description": description, "schema": schema}


def link(operation_id: str, parameters: Mapping[str, str]) -> JsonObject:
    """What may be asked next: ``parameters`` are runtime expressions, such as ``$response.body#/id``."""
    return {"operationId": operation_id, "parameters": dict(parameters)}


def object_of(properties: JsonObject, *, required: tuple[str, ...] = (), description: str | None = None) -> JsonObject:
    found: JsonObject = {"type": "object", "properties": properties}
    if required:
        found["required"] = list(required)
    if description:
        found["description"] = description
    return found


def array_of(items: JsonObject, description: str | None = None) -> JsonObject:
    return {"type": "array", "items": items, **({"description": description} if description else {})}


def texts(description: str) -> JsonObject:
    return array_of(TEXT, description)


def choice(legal: tuple[str, ...], description: str, *, default: bool = True) -> JsonObject:
    """One of a few names; the first is the default."""
    found: JsonObject = {"type": "string", "enum": list(legal), "description": description}
    return {**found, "default": legal[0]} if default else found


def number_choice(legal: tuple[int, ...], description: str) -> JsonObject:
    return {"type": "integer", "enum": list(legal), "default": legal[0], "description": description}


def nullable(schema: JsonObject) -> JsonObject:
    return {"anyOf": [schema, {"type": "null"}]}
