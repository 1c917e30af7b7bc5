"""Models over a socket: anybody may ask, programs of every era find their fields."""

from __future__ import annotations

from typing import Any

import httpx
import openai
import pytest

from tests.integration.http.account.conftest import BODY, PATH, Office

LISTS = ["/v1/models", "/models", "/api/v1/models"]


@pytest.fixture
def anybody(office: Office) -> httpx.AsyncClient:
    del office.program.headers["Authorization"]
    return office.program


async def listed(client: httpx.AsyncClient, query: str = "") -> list[dict[str, Any]]:
    reply = await client.get(f"/v1/models{query}")
    assert reply.status_code == 200
    found: list[dict[str, Any]] = reply.json()["data"]
    return found


@pytest.mark.parametrize("path", LISTS)
async def test_models_are_listed_without_a_key(anybody: httpx.AsyncClient, path: str) -> None:
    told = (await anybody.get(path)).json()
    assert told["object"] == "list"
    assert [model["id"] for model in told["data"]] == ["ltxv/ltxv-2-fast", "ltxv/ltxv-2"]
    first = told["data"][0]
    assert (first["object"], first["owned_by"], type(first["created"])) == ("model", "ltxv", int)
    assert first["aliases"] == ["ltxv-2-fast"]
    assert (first["type"], first["tags"]) == ("internal/video-generations/submit", ["playground:video"])
    assert first["endpoints"][0] == PATH
    assert {"name", "developer"} <= set(first["info"])
    assert not {"pricing", "modalities", "capabilities"} & set(first)


async def test_sections_come_where_they_are_asked_for(anybody: httpx.AsyncClient) -> None:
    sections = {"pricing", "modalities", "capabilities"}
    for query, expected in (
        ("?include=pricing", {"pricing"}),
        ("?include=pricing,Capabilities", {"pricing", "capabilities"}),
        ("?include=pricing&include=modalities", {"pricing", "modalities"}),
        ("?include=all", sections),
        ("?details=true", sections),
        ("?details=1", sections),
        ("?details=no", set()),
        ("?include=weights", set()),
    ):
        assert sections & set((await listed(anybody, query))[0]) == expected, query


async def test_what_the_engine_offers_is_among_the_capabilities(anybody: httpx.AsyncClient) -> None:
    """The test card's: other engines make no drafts, or follow no last frame."""
    first = (await listed(anybody, "?include=capabilities"))[0]
    expected = ["text_to_video", "image_to_video", "audio_generation", "draft", "last_frame"]
    assert first["capabilities"] == expected


async def test_prices_are_what_a_submit_costs(office: Office) -> None:
    pricing = (await listed(office.program, "?include=pricing"))[0]["pricing"]
    assert {k: pricing[k] for k in ("kind", "currency", "dimensions")} == {
        "kind": "variants",
        "currency": "USD",
        "dimensions": ["resolution"],
    }
    for variant in pricing["variants"]:
        assert (variant["unit"], variant["per"]) == ("second", 1)
        reply = await office.program.post(PATH, json=BODY | variant["when"])
        assert reply.json()["meta"]["usage"]["usd_spent"] == pytest.approx(6 * variant["price"], abs=1e-12)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?id=ltxv/ltxv-2", ["ltxv/ltxv-2"]),
        ("?id=LTXV-2-FAST", ["ltxv/ltxv-2-fast"]),
        ("?id=ltxv-2,ltxv-2-fast", ["ltxv/ltxv-2-fast", "ltxv/ltxv-2"]),
        ("?id=ltxv-2&id=ltxv-2-fast", ["ltxv/ltxv-2-fast", "ltxv/ltxv-2"]),
        ("?id=openai/gpt-4o", []),
        ("?type=internal/video-generations/submit&id=ltxv-2", ["ltxv/ltxv-2"]),
        ("?type=video&id=ltxv-2", ["ltxv/ltxv-2"]),
        ("?type=openai/chat-completions", []),
        ("?tags=playground:video&capabilities=image_to_video&id=ltxv-2", ["ltxv/ltxv-2"]),
        ("?capabilities=streaming,text_to_video&id=ltxv-2", ["ltxv/ltxv-2"]),
        ("?capabilities=streaming", []),
        ("?capabilities=last_frame&id=ltxv-2", ["ltxv/ltxv-2"]),
        ("?modalities=IMAGE&id=ltxv-2", ["ltxv/ltxv-2"]),
        ("?input_modalities=video", []),
        ("?output_modalities=video&id=ltxv-2", ["ltxv/ltxv-2"]),
        ("?output_modalities=image", []),
        ("?id=&id=ltxv-2", ["ltxv/ltxv-2"]),
    ],
)
async def test_filters(anybody: httpx.AsyncClient, query: str, found: list[str]) -> None:
    assert [model["id"] for model in await listed(anybody, query)] == found


@pytest.mark.parametrize("name", ["ltxv/ltxv-2-fast", "ltxv%2Fltxv-2-fast", "ltxv-2-fast", "LTXV/LTXV-2-Fast"])
async def test_one_model_is_found_by_its_name_with_raw_slashes(anybody: httpx.AsyncClient, name: str) -> None:
    told = (await anybody.get(f"/model/{name}", params={"details": "true"})).json()
    assert (told["object"], told["data"]["id"]) == ("model", "ltxv/ltxv-2-fast")
    assert told["data"]["pricing"]["variants"]
    plain = (await anybody.get(f"/v1/models/{name}")).json()
    assert (plain["object"], plain["id"]) == ("model", "ltxv/ltxv-2-fast")


@pytest.mark.parametrize("path", ["/model/ltxv", "/model/", "/v1/models/gpt-4o", "/model/%00"])
async def test_a_model_that_is_not_there_is_a_404(anybody: httpx.AsyncClient, path: str) -> None:
    reply = await anybody.get(path)
    assert reply.status_code == 404
    assert reply.json()["message"].startswith("There is no such model here")


@pytest.mark.parametrize("path", [*LISTS, "/model/ltxv/ltxv-2", "/v1/models/ltxv-2"])
async def test_what_has_not_changed_is_a_304(anybody: httpx.AsyncClient, path: str) -> None:
    first = await anybody.get(path)
    tag = first.headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = await anybody.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert (await anybody.get(path, headers={"If-None-Match": '"other"'})).status_code == 200
    other = await anybody.get(path, params={"details": "1"}, headers={"If-None-Match": tag})
    assert other.status_code == 200


async def test_an_alias_can_be_asked_for(office: Office) -> None:
    assert (await office.submit(model="ltxv-2")).endswith(":ltxv/ltxv-2")


async def test_metrics_tell_how_long_clips_took(office: Office) -> None:
    generation_id = await office.submit()
    await office.complete(generation_id)
    told = (await office.program.get("/models/metrics")).json()
    assert told["window_seconds"] == 86_400
    for model in told["models"]:
        spread = model["metrics"]["duration_ms"]
        assert model["alias"] in ("ltxv-2-fast", "ltxv-2")
        assert 0 <= spread["p50"] <= spread["p75"] <= spread["p90"] <= spread["p99"]


async def test_openais_client_lists_and_retrieves(office: Office) -> None:
    async with openai.AsyncOpenAI(base_url=f"{office.base_url}/v1", api_key="none", max_retries=0) as program:
        found = [model async for model in program.models.list()]
        assert [(model.id, model.object, model.owned_by) for model in found] == [
            ("ltxv/ltxv-2-fast", "model", "ltxv"),
            ("ltxv/ltxv-2", "model", "ltxv"),
        ]
        assert (await program.models.retrieve("ltxv/ltxv-2")).id == "ltxv/ltxv-2"
        with pytest.raises(openai.NotFoundError):
            await program.models.retrieve("gpt-4o")
