"""``remix_of``: a submit that starts from a clip, over HTTP and the whole service."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from tests.integration.http.conftest import Server, listening
from tests.unit.media.test_receipt import write
from vitascope.compose.generate import generate
from vitascope.core.generation import GenerationRequest, fill
from vitascope.core.ports import EngineInfo, Inputs
from vitascope.media.receipt import make_receipt
from vitascope.settings import Settings

EIGHT_SECONDS_OF_1440P = 1_344_000
"""Credits of ``ltxv/ltxv-2-fast``: 8 s × 0.08 USD × 1.05 × 2,000,000."""

STRANGER = "0190f3a0-0000-7000-8000-00000000abcd"
"""An id that nobody has."""

ASKED = GenerationRequest(
    model="ltxv/ltxv-2-fast", prompt="a boat", duration_s=8, resolution="1440p", generate_audio=False, seed=77
)


@pytest.fixture(scope="module")
def server(whole_server: Server) -> Server:
    """The real service."""
    return whole_server


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``text.mp4`` and ``image.mp4``, made by nobody's server."""
    folder = tmp_path_factory.mktemp("clips")
    settings = Settings(engine="testcard", data_dir=folder)
    generate(settings, ASKED, folder / "text.mp4", lambda *_: None)
    Image.radial_gradient("L").resize((1920, 1080)).convert("RGB").save(folder / "photo.png")
    from_image = GenerationRequest(
        model="ltxv/ltxv-2", prompt="a sun", image=str(folder / "photo.png"), generate_audio=False, seed=78
    )
    generate(settings, from_image, folder / "image.mp4", lambda *_: None)
    return folder


@pytest.fixture(scope="module")
def host(clips: Path) -> Iterator[str]:
    """Serves them; ``/start/`` as a host that knows no ranges and never ends."""

    async def whole(request: Request) -> Response:
        return FileResponse(clips / request.path_params["name"])

    async def start(request: Request) -> Response:
        data = (clips / request.path_params["name"]).read_bytes()
        return Response(data + bytes(20 * 2**20))

    routes = [Route("/start/{name}", start), Route("/{name}", whole)]
    with listening(nullcontext(Starlette(routes=routes))) as base_url:
        yield base_url


def post(client: httpx.Client, **body: object) -> httpx.Response:
    return client.post("/v2/video/generations", json=body, timeout=60)


def poll(client: httpx.Client, reply: httpx.Response) -> dict[str, object]:
    assert reply.status_code == 200, reply.text
    return dict(client.get("/v2/video/generations", params={"generation_id": reply.json()["id"]}).json()["meta"])


def test_a_link_to_a_clip_is_a_whole_request(client: httpx.Client, host: str) -> None:
    reply = post(client, remix_of=f"{host}/text.mp4")
    assert reply.json()["id"].endswith(":ltxv/ltxv-2-fast")
    assert reply.json()["meta"]["usage"]["credits_used"] == EIGHT_SECONDS_OF_1440P
    assert poll(client, reply)["seed"] == 77


def test_what_the_body_says_goes_over_what_the_clip_says(client: httpx.Client, host: str) -> None:
    reply = post(client, remix_of=f"{host}/text.mp4", seed="5", resolution="1080p", prompt=None)
    assert reply.json()["meta"]["usage"]["credits_used"] == EIGHT_SECONDS_OF_1440P // 2
    assert poll(client, reply)["seed"] == 5


def test_a_clip_itself_is_a_request(client: httpx.Client, clips: Path) -> None:
    data = base64.b64encode((clips / "text.mp4").read_bytes()).decode()
    for text in (data, f"data:video/mp4;base64,{data}"):
        assert poll(client, post(client, remix_of=text))["seed"] == 77


def test_only_the_beginning_of_a_long_file_is_fetched(client: httpx.Client, host: str) -> None:
    assert poll(client, post(client, remix_of=f"{host}/start/text.mp4"))["seed"] == 77


def test_a_generation_is_a_request_in_either_form_of_its_id(client: httpx.Client) -> None:
    first = post(client, model="ltxv/ltxv-2", prompt="a boat", duration=10, seed=3).json()
    bare = first["id"].partition(":")[0]
    for identity in (first["id"], bare, first["id"].replace(":", "%3A")):
        again = post(client, remix_of=identity, prompt="a train")
        assert again.json()["meta"]["usage"] == first["meta"]["usage"]
        assert again.json()["meta"]["remix_of"] == bare
        told = poll(client, again)
        assert (told["seed"], told["remix_of"]) == (3, bare)
        assert "adjusted" not in told


def test_a_remix_keeps_the_input_image_and_scales_it_with_the_clip(client: httpx.Client, server: Server) -> None:
    first = post(client, model="ltxv/ltxv-2-fast", prompt="a", image_url=f"{server.images_url}/ok.png").json()
    same = poll(client, post(client, remix_of=first["id"]))
    assert "adjusted" not in same
    larger = poll(client, post(client, remix_of=first["id"], resolution="1440p"))
    assert larger["adjusted"] == ["The image (1920 × 1080) was scaled to 2560 × 1440."]
    other = post(client, remix_of=first["id"], image_url=f"{server.images_url}/page.html")
    assert other.status_code == 400
    assert "image_url" in other.text


def test_a_clip_from_an_unknown_image_starts_from_its_first_frame_and_says_so(
    client: httpx.Client, server: Server, host: str
) -> None:
    told = poll(client, post(client, remix_of=f"{host}/image.mp4"))
    assert told["seed"] == 78
    assert "first frame stands in" in str(told["adjusted"])
    own = poll(client, post(client, remix_of=f"{host}/image.mp4", image_url=f"{server.images_url}/ok.png"))
    assert "first frame" not in str(own.get("adjusted"))


def test_a_draft_from_an_unknown_image_becomes_a_whole_clip_from_its_first_frame(
    client: httpx.Client, clips: Path
) -> None:
    draft = GenerationRequest(
        model="ltxv/ltxv-2", prompt="a sun", image=str(clips / "photo.png"), generate_audio=False, seed=79, draft=True
    )
    generate(Settings(engine="testcard", data_dir=clips), draft, clips / "draft.mp4", lambda *_: None)
    data = base64.b64encode((clips / "draft.mp4").read_bytes()).decode()
    told = poll(client, post(client, remix_of=data))
    assert told["seed"] == 79
    assert "draft" not in told
    assert any("first frame stands in" in sentence for sentence in told["adjusted"])


def test_the_same_remix_under_the_same_idempotency_key_is_one_generation(
    client: httpx.Client, server: Server, host: str, clips: Path
) -> None:
    (clips / "brief.mp4").write_bytes((clips / "text.mp4").read_bytes())
    body, headers = {"remix_of": f"{host}/brief.mp4"}, {"Idempotency-Key": str(uuid4())}
    first = client.post("/v2/video/generations", json=body, headers=headers)
    (clips / "brief.mp4").unlink()  # a link that is dead by the time of the repeat
    before = server.queued()
    again = client.post("/v2/video/generations", json=body, headers=headers)
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    assert server.queued() == before


@pytest.mark.parametrize(
    ("remix_of", "status", "words"),
    [
        ("0190f3a0-0000-7000-8000-0123456789ab", 404, "Inference not found"),
        ("cat", 400, "neither a link nor a clip. Give a generation's id"),
        ("", 400, "empty"),
        (7, 400, "remix_of"),
        ("ftp://host/clip.mp4", 400, "ftp: links"),
        ("data:video/mp4;base64,", 400, "holds nothing"),
        (base64.b64encode(b"not a clip, but longer than sixteen bytes").decode(), 400, "not a whole MP4"),
        ("http://[::1]:9/clip.mp4", 400, "port 9"),
        ("http://localhost/clip.mp4", 400, "not on the public internet; send the clip's bytes"),
        ("IMAGES/ok.png", 400, "not a whole MP4"),
        ("IMAGES/missing.mp4", 400, "answers 404"),
        ("http://files.invalid/files/1-abc/generations/x/1/clip.mp4", 400, "public internet"),
    ],
)
def test_what_no_clip_can_be_read_from_is_refused_and_queues_nothing(
    client: httpx.Client, server: Server, remix_of: object, status: int, words: str
) -> None:
    if isinstance(remix_of, str):
        remix_of = remix_of.replace("IMAGES", server.images_url)
    before = server.queued()
    reply = post(client, remix_of=remix_of)
    assert (reply.status_code, words in reply.text) == (status, True), reply.text
    assert server.queued() == before


def test_a_file_without_a_receipt_is_a_400_that_says_so(client: httpx.Client, clips: Path) -> None:
    data = (clips / "text.mp4").read_bytes().replace(b'"made_by":"vitascope', b'"made_by":"elsewhere')
    reply = post(client, remix_of=base64.b64encode(data).decode())
    assert reply.status_code == 400
    assert "carries no receipt" in reply.text


def test_a_receipt_that_is_not_legal_is_refused_by_its_field(client: httpx.Client, clips: Path) -> None:
    data = (clips / "text.mp4").read_bytes()
    assert data.count(b'"seed":77}') == 1
    forged = data.replace(b'"seed":77}', b'"seed":-7}')
    reply = post(client, remix_of=base64.b64encode(forged).decode())
    assert reply.status_code == 400
    assert "seed" in reply.text


def test_what_a_receipt_says_of_its_generation_counts_only_with_that_generations_request(
    client: httpx.Client, tmp_path: Path
) -> None:
    """Anybody can write any id into a file."""
    first = post(client, model="ltxv/ltxv-2", prompt="a boat", seed=3).json()["id"].partition(":")[0]
    engine = EngineInfo(name="testcard", kind="test", summary="Bars.", version="1")
    for seed, named in ((3, first), (4, None)):
        wanted = GenerationRequest(model="ltxv/ltxv-2", prompt="a boat", seed=seed)
        spec = fill(wanted, engine="testcard", seed=0)
        receipt = make_receipt(engine, spec, generation_id=first, inputs=Inputs(), notes={}, version="9")
        path = tmp_path / f"{seed}.mp4"
        write(path, receipt)
        told = poll(client, post(client, remix_of=base64.b64encode(path.read_bytes()).decode()))
        assert (told["seed"], told.get("remix_of")) == (seed, named)


def video(client: httpx.Client, reply: httpx.Response) -> dict[str, object]:
    assert reply.status_code == 200, reply.text
    return dict(client.get(f"/v1/videos/{reply.json()['id']}").json())


def test_a_video_is_created_from_a_link_or_a_clip(client: httpx.Client, host: str, clips: Path) -> None:
    data = (clips / "text.mp4").read_bytes()
    text = base64.b64encode(data).decode()
    whole = {"seed": 77, "prompt": "a boat", "seconds": "8", "size": "2560x1440", "generate_audio": False}
    for reply in (
        client.post("/v1/videos", json={"remix_of": f"{host}/text.mp4"}),
        client.post("/v1/videos", json={"remix_of": text, "seconds": "", "model": None}),
        client.post("/v1/videos", files={"remix_of": (None, f"data:video/mp4;base64,{text}")}),
        client.post("/v1/videos", files={"remix_of": ("clip.mp4", data, "video/mp4")}),
    ):
        made = video(client, reply)
        assert {name: made[name] for name in whole} == whole
        assert made["adjusted"] == []


def test_a_video_is_created_from_another_with_what_the_body_says_over_it(client: httpx.Client, server: Server) -> None:
    image = f"{server.images_url}/ok.png"
    first = client.post("/v1/videos", json={"prompt": "a", "seconds": "12", "seed": 3, "input_reference": image}).json()
    again = video(client, client.post("/v1/videos", json={"remix_of": first["id"], "prompt": "b"}))
    assert (again["remixed_from_video_id"], again["prompt"], again["seconds"], again["seed"]) == (
        *(first["id"], "b", "12", 3),
    )
    larger = video(client, client.post("/v1/videos", json={"remix_of": first["id"], "size": "2560x1440"}))
    assert (larger["size"], larger["seconds"]) == ("2560x1440", "10")
    assert "The image (1920 × 1080) was scaled to 2560 × 1440." in str(larger["adjusted"])
    elsewhere = post(client, model="ltxv/ltxv-2", prompt="a boat", seed=9).json()["id"]
    assert video(client, client.post("/v1/videos", json={"remix_of": elsewhere}))["seed"] == 9


def test_an_image_of_its_own_takes_the_place_of_the_clips_on_videos_too(
    client: httpx.Client, server: Server, host: str
) -> None:
    body = {"remix_of": f"{host}/image.mp4", "input_reference": f"{server.images_url}/ok.png"}
    assert "first frame" not in str(video(client, client.post("/v1/videos", json=body))["adjusted"])
    del body["input_reference"]
    assert "first frame stands in" in str(video(client, client.post("/v1/videos", json=body))["adjusted"])
    body["input_reference"] = f"{server.images_url}/page.html"
    refused = client.post("/v1/videos", json=body)
    assert (refused.status_code, refused.json()["error"]["param"]) == (400, "input_reference")


@pytest.mark.parametrize(
    ("remix_of", "status"), [(STRANGER, 404), ("cat", 400), (7, 400), ("", 400), ("data:video/mp4;base64,", 400)]
)
def test_a_video_from_what_no_clip_can_be_read_from_is_refused_and_queues_nothing(
    client: httpx.Client, server: Server, remix_of: object, status: int
) -> None:
    before = server.queued()
    reply = client.post("/v1/videos", json={"remix_of": remix_of, "prompt": "a boat"})
    assert reply.status_code == status, reply.text
    assert server.queued() == before


@pytest.mark.parametrize("path", ["/v1/text-to-video", "/v2/text-to-video", "/v1/image-to-video", "/v2/image-to-video"])
def test_a_path_that_takes_no_clip_to_start_from_says_which_do(client: httpx.Client, server: Server, path: str) -> None:
    body = {"prompt": "a", "model": "ltx-2-fast", "duration": 8, "resolution": "1920x1080", "remix_of": str(uuid4())}
    before, reply = server.queued(), client.post(path, json=body)
    assert reply.status_code == 400
    assert "`remix_of`" in reply.text
    assert "/v2/video/generations" in reply.text
    assert server.queued() == before
