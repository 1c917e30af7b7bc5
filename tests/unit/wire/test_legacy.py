from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.wire.test_forms import JSON
from vitascope.core.errors import BadInput, InvalidField
from vitascope.core.generation import fill
from vitascope.core.lenient import snap
from vitascope.wire.aimlapi import read_submit
from vitascope.wire.legacy import PROVIDERS, form_of, translated

BASE = {"model": "ltxv/ltxv-2-fast", "prompt": "Mona Lisa puts on glasses."}
LINK = "https://images.example/1.jpeg"
OTHER = "https://images.example/2.jpeg"

NAMES = st.sampled_from(
    [
        *("model", "prompt", "image_url", "duration", "resolution", "aspect_ratio", "fps", "generate_audio", "seed"),
        *("image", "image_list", "references", "first_frame_image", "ratio", "size", "frame_size", "sound", "audio"),
        *("tail_image_url", "last_image_url", "cfg_scale", "x y", ""),
    ]
)


def read(**fields: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What became of ``fields``: those of the plain body that differ from `BASE`, and what was told."""
    plain, told = translated(BASE | fields)
    request = read_submit(plain)
    said = {"image": request.image, "last_image": request.last_image, "duration": request.duration_s,
            "resolution": request.resolution, "ratio": request.aspect_ratio, "audio": request.generate_audio,
            "seed": request.seed}  # fmt: skip
    return {name: value for name, value in said.items() if value is not None}, told


def test_the_seeds_javascript_body_is_read_as_it_stands() -> None:
    assert read(image_url=LINK, duration="5") == ({"image": LINK, "duration": 5}, ())


@pytest.mark.parametrize(
    "fields",
    [
        {"image_url": LINK},
        {"first_frame_image": LINK},
        {"img_url": LINK},
        {"image": LINK},
        {"image": {"url": LINK}},
        {"image_url": {"url": LINK}},
        {"image_url": " ", "first_frame_image": LINK},
        {"image_url": None, "image": {"image_url": {"url": LINK}}},
    ],
)
def test_an_image_is_found_wherever_a_provider_keeps_it(fields: dict[str, Any]) -> None:
    assert read(**fields) == ({"image": LINK}, ())


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"image_list": [LINK]}, "The first image in `image_list` became the first frame of the clip."),
        (
            {"image_list": [{"image": LINK}, {"image": OTHER}]},
            "The first image in `image_list` became the first frame of the clip; the other was left out.",
        ),
        (
            {"references": [{"type": "video", "url": OTHER}, {"type": "image", "url": LINK}, OTHER, OTHER]},
            "The first image in `references` became the first frame of the clip; the other 2 were left out.",
        ),
    ],
)
def test_an_image_out_of_a_list_is_told_to_be_the_first_frame(fields: dict[str, Any], told: str) -> None:
    assert read(**fields) == ({"image": LINK}, (told,))


@pytest.mark.parametrize(
    "name", ["last_image_url", "tail_image_url", "last_frame_image", "last_frame_url", "image_tail"]
)
def test_an_image_to_end_on_is_found_under_each_name(name: str) -> None:
    form = form_of("kling")
    assert read(**{name: {"url": LINK}}) == ({"last_image": LINK}, ())
    assert form.last_image_field(BASE | {name: LINK}) == name
    assert form.image_field(BASE | {name: LINK}) == "image_url"
    assert read(**{name: ""}) == ({}, ())
    with pytest.raises(InvalidField, match=f"`{name}` is"):
        translated(BASE | {name: 5})


@pytest.mark.parametrize("fields", [{"image_url": ""}, {"image_list": []}, {"image_url": None}, {"image": {}}])
def test_an_image_field_that_holds_nothing_is_as_good_as_absent(fields: dict[str, Any]) -> None:
    assert read(**fields) == ({}, ())


@pytest.mark.parametrize(("name", "value"), [("image_url", 5), ("first_frame_image", True), ("image_list", [LINK, 7])])
def test_an_image_that_is_none_is_named_by_its_own_field(name: str, value: object) -> None:
    with pytest.raises(InvalidField, match=f"`{name}` is") as caught:
        translated(BASE | {name: value})
    assert caught.value.field == name


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"ratio": "16:9"}, {"ratio": "16:9"}),
        ({"ratio": "9:16"}, {"ratio": "9:16"}),
        ({"ratio": "landscape"}, {"ratio": "landscape"}),
        ({"ratio": "1280:720"}, {"resolution": "1280:720", "ratio": "16:9"}),
        ({"frame_size": "768:1280"}, {"resolution": "768:1280", "ratio": "768:1280"}),
        ({"size": "1920*1080"}, {"resolution": "1920*1080", "ratio": "16:9"}),
        ({"size": "1920*1080", "resolution": "4k"}, {"resolution": "4k", "ratio": "16:9"}),
    ],
)
def test_a_size_or_a_shape_is_read_under_each_name(fields: dict[str, Any], said: dict[str, Any]) -> None:
    assert read(**fields) == (said, ())


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        *(({"enable_audio": False}, False), ({"sound": "off"}, False), ({"audio": " On "}, True)),
        *(({"generate_audio": "yes"}, True), ({"generate_audio": " No"}, False), ({"sound": "yes"}, True)),
        *(
            ({"generate_audio": "on"}, True),
            ({"generate_audio": "OFF"}, False),
            ({"generate_audio": "", "audio": "no"}, False),
        ),
    ],
)
def test_sound_is_asked_for_under_each_name(fields: dict[str, Any], said: bool) -> None:
    assert read(**fields) == ({"audio": said}, ())


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"last_image_url": OTHER, "tail_image_url": LINK}, "`tail_image_url`"),
        ({"cfg_scale": 0, "negative_prompt": "blur", "watermark": True}, "`cfg_scale`, `negative_prompt`, `watermark`"),
        ({"image_url": OTHER, "image_list": [LINK]}, "`image_list`"),
        ({"ratio": "1:1", "aspect_ratio": "16:9"}, "`ratio`"),
        ({"audio": "https://sounds.example/1.mp3"}, "`audio`"),
        ({"x" * 41: 1}, "1 that are not known here"),
        ({"\0bad": 1, "good": 1}, "`good` and 1 more"),
        ({f"f{n}": n for n in range(30)}, ", ".join(f"`f{n}`" for n in range(12)) + " and 18 more"),
    ],
)
def test_what_was_asked_and_cannot_be_given_is_told(fields: dict[str, Any], names: str) -> None:
    assert read(**fields)[1] == (f"Fields left out, since nothing here takes them: {names}.",)


@pytest.mark.parametrize("value", [None, False, "", [], {}])
def test_a_field_that_asks_for_nothing_is_not_told(value: object) -> None:
    assert read(watermark=value)[1] == ()


@pytest.mark.parametrize("blank", ["", " "])
def test_a_field_that_is_empty_is_as_good_as_absent(blank: str) -> None:
    names = ("duration", "fps", "resolution", "aspect_ratio", "seed", "generate_audio", "camera_motion")
    assert read(**dict.fromkeys(names, blank)) == ({}, ())


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_provider_is_lenient(provider: str) -> None:
    assert form_of(provider).lenient


def test_runway_alone_tells_the_video_as_a_list_of_links() -> None:
    completed = {"id": "1", "status": "completed", "video": {"url": LINK, "file_size": 5}}
    for provider in PROVIDERS:
        told = form_of(provider).write(dict(completed))
        assert told["video"] == ([LINK] if provider == "runway" else {"url": LINK, "file_size": 5})
    assert form_of("runway").write({"id": "1", "status": "queued"}) == {"id": "1", "status": "queued"}


@given(st.dictionaries(NAMES, JSON))
def test_whatever_is_sent_is_made_or_refused_in_a_sentence(fields: dict[str, Any]) -> None:
    try:
        plain, told = translated(BASE | fields)
        request, snapped = snap(read_submit(plain))
        fill(request, engine="testcard", seed=1)
    except BadInput:
        return
    assert all(sentence.isprintable() and len(sentence) < 900 for sentence in (*told, *snapped))
