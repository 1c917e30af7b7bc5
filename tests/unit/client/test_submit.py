from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.client.world import World, reply, told
from vitascope.client.errors import ClientError
from vitascope.client.submit import Fields, finished, image_field, request_body, submitted


def body(**fields: Any) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(request_body("a boat", Fields(**fields)))  # type: ignore[typeddict-item]
    return read


def test_what_is_not_said_is_left_to_the_server() -> None:
    assert body(duration=None) == {"model": "ltxv/ltxv-2-fast", "prompt": "a boat"}


def test_fields_go_as_they_are_and_extras_beside_them() -> None:
    sent = body(model="ltxv/ltxv-2", duration=8, generate_audio=False, extra={"enhance_prompt": True})
    assert sent == {
        "model": "ltxv/ltxv-2",
        "prompt": "a boat",
        "duration": 8,
        "generate_audio": False,
        "enhance_prompt": True,
    }


def test_a_last_image_goes_beside_the_first_or_alone(tmp_path: Path) -> None:
    file = tmp_path / "last.png"
    file.write_bytes(b"\x89PNG")
    both = body(image="https://x/y.png", last_image=file)
    assert (both["image_url"], both["last_image_url"]) == ("https://x/y.png", image_field(b"\x89PNG"))
    alone = body(last_image="https://x/z.png")
    assert alone["last_image_url"] == "https://x/z.png"
    assert not {"image", "image_url", "last_image"} & alone.keys()


def test_an_image_is_a_link_a_file_or_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / "photo.png"
    file.write_bytes(b"\x89PNG")
    encoded = base64.b64encode(b"\x89PNG").decode()
    assert image_field(b"\x89PNG") == image_field(file) == image_field(str(file)) == encoded
    for as_it_is in ("https://x/y.png", "HTTP://x/y.png", "data:image/png;base64,AAAA"):
        assert image_field(as_it_is) == as_it_is


def test_a_field_that_does_not_exist_is_named() -> None:
    world = World([reply(told("queued"))])
    with pytest.raises(TypeError, match="'lenght'"):
        world.run(submitted(world.exchange(), "a boat", {"lenght": 6}))  # type: ignore[typeddict-unknown-key]
    assert world.requests == []


def test_a_key_of_ones_own_is_the_key() -> None:
    world = World([reply(told("queued"))])
    world.run(submitted(world.exchange(), "a boat", {"idempotency_key": "order 7"}))
    assert world.requests[0].headers["Idempotency-Key"] == "order 7"
    assert b"order 7" not in (world.requests[0].body or b"")


@pytest.mark.parametrize("key", ["ö", "a\nb"])
def test_a_key_that_no_header_can_carry_is_refused(key: str) -> None:
    world = World([reply(told("queued"))])
    with pytest.raises(ClientError, match="printable ASCII"):
        world.run(submitted(world.exchange(), "a boat", {"idempotency_key": key}))


def test_a_prompt_with_half_a_character_is_still_json() -> None:
    assert json.loads(request_body("a \ud83c boat", {}))["prompt"] == "a \ud83c boat"


def test_what_finishing_cannot_change_is_named() -> None:
    world = World([reply(told("queued"))])
    with pytest.raises(TypeError, match="'seed'"):
        world.run(finished(world.exchange(), "a draft", {"seed": 7}))  # type: ignore[typeddict-unknown-key]
    assert world.requests == []


def test_a_draft_is_finished_under_one_key_however_often_it_is_tried() -> None:
    world = World([reply(told("queued"))])
    world.run(finished(world.exchange(), "a draft", {"priority": 3, "idempotency_key": "order 8"}))
    (sent,) = world.requests
    assert sent.url.endswith("/v2/video/generations/finish")
    assert json.loads(sent.body or b"") == {"generation_id": "a draft", "priority": 3}
    assert sent.headers["Idempotency-Key"] == "order 8"
