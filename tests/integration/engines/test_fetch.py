"""Fetching from a hub that really is one, on a socket of this machine: what arrives, and what each fault costs."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hub import TOKEN, Hub, serving
from vitascope.core.errors import BadInput, Conflict, Forbidden, NotFound, Unavailable, VitascopeError

pytest.importorskip("huggingface_hub", reason="the extra [ltx] is not installed")

from vitascope.engines.ltx.fetch import fetch
from vitascope.engines.ltx.fetch_catalog import GEMMA, TextEncoder, collection
from vitascope.engines.ltx.fetch_listing import Remote
from vitascope.engines.ltx.unfinished import part_of, staging, unfinished

MODEL, UPSCALER = "ltx-2-19b-distilled.safetensors", "ltx-2-spatial-upscaler-x2-1.0.safetensors"
LARGE = bytes(range(256)) * 4096
GOOGLE = f"google/{GEMMA}"
TEXT = {
    "config.json": b'{"model_type": "gemma3"}',
    "model-00001-of-00002.safetensors": b"one" * 1000,
    "model-00002-of-00002.safetensors": b"two" * 1000,
    "model.safetensors.index.json": b'{"weight_map": {}}',
    "tokenizer.json": b'{"tokens": []}',
    "tokenizer_config.json": b"{}",
}


@dataclass(slots=True)
class Notes:
    begun: list[tuple[int, int]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    done: list[tuple[str, int, int]] = field(default_factory=list)

    def begin(self, *, files: int, size: int) -> None:
        self.begun.append((files, size))

    def doing(self, what: str, *, done: int, total: int) -> None:
        self.done.append((what, done, total))

    def say(self, sentence: str) -> None:
        self.said.append(sentence)


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", TOKEN)


@pytest.fixture
def hub() -> Iterator[Hub]:
    official = {
        MODEL: LARGE,
        UPSCALER: b"up" * 5000,
        "ltx-2-19b-distilled-fp8.safetensors": b"8",
        "ltx-2-19b-dev.safetensors": b"dev" * 100,
        "transformer/model.onnx": b"onnx",
        "README.md": b"# LTX-2",
        **{f"text_encoder/{name}": content for name, content in TEXT.items() if "token" not in name},
        "text_encoder/diffusion_pytorch_model.safetensors": b"the same once more",
        **{f"tokenizer/{name}": content for name, content in TEXT.items() if "token" in name},
    }
    with serving({"Lightricks/LTX-2": official, GOOGLE: {**TEXT, "README.md": b"# Gemma"}}) as made:
        made.gated.add(GOOGLE)
        yield made


def run(
    hub: Hub, folder: Path, name: str = "ltx-2-distilled", text_encoder: TextEncoder = "none"
) -> tuple[Notes, tuple[Remote, ...]]:
    notes, command = Notes(), "vitascope weights fetch X"
    return notes, fetch(collection(name), text_encoder, folder, endpoint=hub.url, command=command, watcher=notes)


def names(folder: Path) -> set[str]:
    return {str(f.relative_to(folder)) for f in folder.rglob("*") if f.is_file()}


def test_exactly_what_the_engine_reads_arrives_byte_for_byte_and_nothing_else(hub: Hub, folder: Path) -> None:
    notes, files = run(hub, folder / "new", text_encoder="google")
    assert names(folder / "new") == {MODEL, UPSCALER, *(f"{GEMMA}/{name}" for name in TEXT)}
    assert (folder / "new" / MODEL).read_bytes() == LARGE
    assert (folder / "new" / GEMMA / "config.json").read_bytes() == TEXT["config.json"]
    assert notes.said == []
    assert notes.begun == [(len(files), sum(f.size for f in files))]
    assert notes.done[-1][0].startswith("checking")
    assert {total for what, _, total in notes.done if what.startswith("fetching")} == {sum(f.size for f in files)}
    assert not staging(folder / "new").exists()


def test_the_publishers_own_copy_of_the_text_encoder_is_no_second_time_in_it(hub: Hub, folder: Path) -> None:
    run(hub, folder, "gemma", text_encoder="lightricks")
    own = {f"text_encoder/{n}" for n in TEXT if "token" not in n} | {f"tokenizer/{n}" for n in TEXT if "token" in n}
    assert names(folder) == own


def test_our_token_does_not_leave_the_hub(hub: Hub, folder: Path) -> None:
    run(hub, folder, "gemma", text_encoder="google")
    assert {a.token for a in hub.asked if not a.elsewhere} == {TOKEN}
    assert {a.token for a in hub.asked if a.elsewhere} == {None}


def test_everything_is_of_the_commit_that_the_hub_named_first(hub: Hub, folder: Path) -> None:
    _, files = run(hub, folder)
    assert {a.path.split("/")[4] for a in hub.asked if "/resolve/" in a.path} == {files[0].commit}


def test_a_connection_that_breaks_off_is_taken_up_at_its_last_byte(hub: Hub, folder: Path) -> None:
    hub.cut[MODEL] = [300_000, 200_000]
    run(hub, folder)
    assert (folder / MODEL).read_bytes() == LARGE
    assert hub.fetched(MODEL) == [None, "bytes=300000-", "bytes=500000-"]


def test_a_host_that_looks_at_no_ranges_costs_a_beginning_and_no_byte(hub: Hub, folder: Path) -> None:
    hub.cut[MODEL] = [300_000]
    hub.deaf.add(MODEL)
    run(hub, folder)
    assert (folder / MODEL).read_bytes() == LARGE


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("where", [MODEL, "main"])
def test_a_hub_that_is_busy_is_asked_again(hub: Hub, folder: Path, where: str, status: int) -> None:
    hub.statuses[where] = [status]
    run(hub, folder)
    assert (folder / MODEL).read_bytes() == LARGE


def test_an_address_that_ran_out_is_asked_for_anew(hub: Hub, folder: Path) -> None:
    hub.cut[MODEL] = [300_000]
    hub.expired[MODEL] = 1
    run_without_waiting(hub, folder)
    assert hub.fetched(MODEL) == [None, None, "bytes=300000-"]


def test_bytes_that_changed_on_the_way_are_named_and_fetched_again(hub: Hub, folder: Path) -> None:
    hub.corrupt[MODEL] = 1
    notes, _ = run(hub, folder)
    assert len(notes.said) == 1
    assert MODEL in notes.said[0]
    assert (folder / MODEL).read_bytes() == LARGE


def test_bytes_that_change_on_the_way_each_time_are_told_and_never_get_a_name(hub: Hub, folder: Path) -> None:
    hub.corrupt[MODEL] = 9
    with pytest.raises(Unavailable, match=f"{MODEL} came 2 times with a checksum"):
        run(hub, folder)
    assert names(folder) == {".vitascope-fetch/ltx-2-distilled.json"}


def test_a_file_that_went_bad_on_the_disk_is_found_named_and_alone_fetched_again(hub: Hub, folder: Path) -> None:
    run(hub, folder)
    (folder / UPSCALER).write_bytes(b"UP" + b"up" * 4999)
    hub.asked.clear()
    notes, _ = run(hub, folder)
    assert [str(folder / UPSCALER) in sentence for sentence in notes.said] == [True]
    assert (folder / UPSCALER).read_bytes() == b"up" * 5000
    assert (hub.fetched(MODEL), hub.fetched(UPSCALER)) == ([], [None])


def test_a_small_file_is_checked_too(hub: Hub, folder: Path) -> None:
    run(hub, folder, "gemma", text_encoder="google")
    (folder / GEMMA / "config.json").write_bytes(b'{"model_type": "gemma4"}')
    notes, _ = run(hub, folder, "gemma", text_encoder="google")
    assert len(notes.said) == 1
    assert (folder / GEMMA / "config.json").read_bytes() == TEXT["config.json"]


def test_a_part_that_is_no_beginning_of_its_file_is_found_and_costs_one_more_time(hub: Hub, folder: Path) -> None:
    _, files = run(hub, folder / "once")
    part = part_of(folder, next(f.checksum for f in files if f.name == MODEL))
    hub.cut[MODEL] = [300_000] + 9 * [0]
    with pytest.raises(Unavailable):
        run_without_waiting(hub, folder)
    part.write_bytes(b"\0" * 300_000)  # as a power cut leaves a file whose blocks were not written yet
    hub.cut.clear()
    notes, _ = run(hub, folder)
    assert notes.begun == [(2, len(LARGE) - 300_000 + 10_000)]
    assert len(notes.said) == 1
    assert (folder / MODEL).read_bytes() == LARGE


def run_without_waiting(hub: Hub, folder: Path) -> None:
    """Where a hub stays broken: its patience is tried elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("vitascope.engines.ltx.fetch_errors.time.sleep", lambda _: None)
        run(hub, folder)


def test_an_unfinished_fetch_says_what_is_missing_and_what_goes_on_with_it(hub: Hub, folder: Path) -> None:
    assert unfinished(folder) is None
    hub.cut[MODEL] = 9 * [0]
    with pytest.raises(Unavailable, match="what has come is kept"):
        run_without_waiting(hub, folder)
    said = unfinished(folder)
    assert said is not None
    assert "fetching ltx-2-distilled has not ended, and 2 of 2 files" in said
    assert MODEL in said
    assert "Go on with: vitascope weights fetch X" in said
    hub.cut.clear()
    run(hub, folder)
    assert unfinished(folder) is None


def test_a_gated_repository_is_found_out_before_the_first_byte_of_another(
    hub: Hub, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HF_TOKEN")
    monkeypatch.setenv("HF_TOKEN_PATH", str(folder / "none"))
    with pytest.raises(Forbidden) as refused:
        run(hub, folder, text_encoder="google")
    said = str(refused.value)
    assert f"accept them on https://huggingface.co/{GOOGLE}" in said
    assert "HF_TOKEN" in said
    assert "--text-encoder lightricks" in said
    assert names(folder) == set()


def test_an_account_that_did_not_accept_the_terms_is_told_the_same(hub: Hub, folder: Path) -> None:
    hub.closed.add(GOOGLE)
    with pytest.raises(Forbidden, match="accepted its terms"):
        run(hub, folder, "gemma", text_encoder="google")


def test_what_is_not_there_is_told_by_its_name(hub: Hub, folder: Path) -> None:
    with pytest.raises(NotFound, match=r"There is no Lightricks/LTX-2\.3 at http://127\.0\.0\.1"):
        run(hub, folder, "ltx-2.3-distilled")
    with pytest.raises(NotFound, match=r"holds no ltx-2-19b-distilled-lora-384\.safetensors"):
        run(hub, folder, "ltx-2-lora")
    hub.revisions.clear()
    with pytest.raises(NotFound, match="no revision 'main' of Lightricks/LTX-2"):
        run(hub, folder)


def test_no_network_is_one_sentence(hub: Hub, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vitascope.engines.ltx.fetch_errors.time.sleep", lambda _: None)
    hub.url = "http://127.0.0.1:9"  # the port of a service that nobody runs any more
    with pytest.raises(Unavailable, match=r"http://127\.0\.0\.1:9 cannot be reached"):
        run(hub, folder)


def test_room_is_asked_for_before_the_first_byte(hub: Hub, folder: Path) -> None:
    hub.sizes[MODEL] = 10**17
    with pytest.raises(Unavailable, match=r"100000001\.\d GB are needed on the disk of .* nothing was fetched"):
        run(hub, folder)
    assert names(folder) == set()
    assert not any(a.elsewhere for a in hub.asked)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is full")
def test_a_disk_that_is_full_keeps_what_has_come(hub: Hub, folder: Path) -> None:
    _, files = run(hub, folder / "once")
    part = part_of(folder, next(f.checksum for f in files if f.name == MODEL))
    part.parent.mkdir()
    part.symlink_to("/dev/full")  # which takes no byte, and says that its disk is full
    with pytest.raises(Unavailable, match=r"disk of .* is full; what has come is kept"):
        run(hub, folder)


def test_two_fetches_do_not_write_into_one_folder(hub: Hub, folder: Path) -> None:
    other = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(Conflict, match="Another fetch is writing"):
            run(hub, folder)
    finally:
        os.close(other)
    run(hub, folder)


def test_another_release_is_not_put_beside_one(hub: Hub, folder: Path) -> None:
    run(hub, folder)
    with pytest.raises(BadInput, match=r"is of ltx-2-distilled; a folder is for one release"):
        run(hub, folder, "ltx-2.3-distilled")


def test_a_second_name_of_the_same_release_fetches_what_is_new(hub: Hub, folder: Path) -> None:
    run(hub, folder)
    hub.asked.clear()
    run(hub, folder, "ltx-2")
    assert names(folder) == {MODEL, UPSCALER, "ltx-2-19b-dev.safetensors"}
    assert hub.fetched(MODEL) == []


def test_a_hub_without_checksums_is_not_trusted(hub: Hub, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for said in (None, "../../bashrc", "c0ffee"):
        monkeypatch.setattr("tests.hub.git_name", lambda _, said=said: said)
        with pytest.raises(VitascopeError, match=r"does not say how config\.json of .* can be checked"):
            run(hub, folder, "gemma", text_encoder="google")


def test_a_second_text_encoder_is_not_put_beside_one(hub: Hub, folder: Path) -> None:
    run(hub, folder, "gemma", "google")
    with pytest.raises(BadInput, match=r"holds a text encoder already, gemma-3-12b.* --text-encoder none"):
        run(hub, folder, "ltx-2-distilled", "lightricks")
    run(hub, folder, "ltx-2-distilled", "google")
    run(hub, folder / "another", "gemma", "lightricks")
    with pytest.raises(BadInput, match="holds a text encoder already, text_encoder;"):
        run(hub, folder / "another", "ltx-2-distilled", "google")
    run(hub, folder / "another", "ltx-2-distilled")


def test_a_hub_that_hides_what_it_does_not_give_is_understood(hub: Hub, folder: Path) -> None:
    hub.repositories = {}
    with pytest.raises(Forbidden, match=f"accept them on https://huggingface.co/{GOOGLE}"):
        run(hub, folder, "gemma", "google")


def test_files_that_are_shorter_than_the_hub_says_are_told(hub: Hub, folder: Path) -> None:
    hub.sizes[MODEL] = len(LARGE) + 1
    with pytest.raises(Unavailable, match="sends files that end too early"):
        run_without_waiting(hub, folder)


def test_what_is_no_hub_is_told(hub: Hub, folder: Path) -> None:
    hub.statuses["main"] = [200]
    with pytest.raises(Unavailable, match="does not answer as a hub does"):
        run(hub, folder)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    cuts=st.lists(st.integers(min_value=0, max_value=len(LARGE) // 2), max_size=5),
    deaf=st.booleans(),
    bad=st.booleans(),
)
def test_however_a_line_breaks_and_lies_the_file_is_what_the_hub_has(
    hub: Hub, tmp_path: Path, cuts: list[int], deaf: bool, bad: bool
) -> None:
    folder = tmp_path / uuid4().hex
    hub.cut[MODEL], hub.deaf, hub.corrupt[MODEL] = list(cuts), {MODEL} if deaf else set(), int(bad)
    run_without_waiting(hub, folder)
    assert names(folder) == {MODEL, UPSCALER}
    assert (folder / MODEL).read_bytes() == LARGE


def test_the_library_takes_the_hub_for_one_and_itself_begins_a_file_anew(
    hub: Hub, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once this fails, `fetch_file` can be exchanged for the library's own download."""
    from huggingface_hub import hf_hub_download

    def download() -> str:
        return hf_hub_download("Lightricks/LTX-2", MODEL, local_dir=folder, endpoint=hub.url)

    monkeypatch.setattr("huggingface_hub.file_download.time.sleep", lambda _: None)
    hub.cut[MODEL] = [300_000] + 9 * [0]
    with pytest.raises(Exception, match="peer closed connection"):
        download()
    assert not [f for f in folder.rglob("*") if f.is_file() and f.stat().st_size >= 300_000]
    hub.cut.clear()
    hub.asked.clear()
    assert Path(download()).read_bytes() == LARGE
    assert hub.fetched(MODEL) == [None]
