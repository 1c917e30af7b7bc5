from __future__ import annotations

import json

from vitascope.api import generations, legacy
from vitascope.wire import aimlapi_schema, legacy_schema, openapi


def test_the_document_names_every_path_that_the_api_serves() -> None:
    assert set(legacy_schema.paths()) == {*generations.TWINS, legacy.PATH}
    assert legacy_schema.paths().keys() <= openapi.document(version="1")["paths"].keys()


def test_no_operation_has_the_name_of_another() -> None:
    document = openapi.document(version="1")
    names = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names))


def test_every_link_and_every_reference_leads_somewhere() -> None:
    document = openapi.document(version="1")
    names = {operation["operationId"] for path in document["paths"].values() for operation in path.values()}
    for path in document["paths"].values():
        for operation in path.values():
            for reply in operation["responses"].values():
                assert {link["operationId"] for link in reply.get("links", {}).values()} <= names
    text = json.dumps(document)
    for part in text.split('"#/components/schemas/')[1:]:
        assert part.partition('"')[0] in document["components"]["schemas"]


def test_the_first_path_is_left_as_it_was() -> None:
    before = json.dumps(aimlapi_schema.paths())
    legacy_schema.paths()
    legacy_schema.schemas()
    assert json.dumps(aimlapi_schema.paths()) == before


def test_a_provider_is_one_of_a_few_and_stays_the_same_along_a_link() -> None:
    post = legacy_schema.paths()[legacy.PATH]["post"]
    assert post["parameters"][0]["schema"]["enum"] == [
        "google",
        "kling",
        "alibaba",
        "bytedance",
        "pixverse",
        "minimax",
        "runway",
    ]
    links = post["responses"]["200"]["links"]
    assert {link["parameters"]["provider"] for link in links.values()} == {"$request.path.provider"}
