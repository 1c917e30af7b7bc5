"""Contexts on disk: the same to the bit, whole or not there, bounded, and shared."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import pytest
import torch
from torch import Tensor

from vitascope.core.errors import EngineMissing
from vitascope.engines.ltx.context_cache import ABANDONED_S, ContextCache
from vitascope.engines.ltx.options import Options
from vitascope.engines.ltx.residency import set_up
from vitascope.engines.ltx.text import Contexts, TextEncoder

ONE = {"distilled.video": torch.randn(1, 4, 8).bfloat16(), "distilled.mask": torch.ones(1, 4, dtype=torch.int64)}


def cache(folder: Path, *, limit_bytes: int = 2**20, by: str = "these weights") -> ContextCache:
    return ContextCache(folder, limit_bytes=limit_bytes, made_by={"text": by})


def same(found: dict[str, Tensor] | None, wanted: dict[str, Tensor]) -> bool:
    return found is not None and found.keys() == wanted.keys() and all(torch.equal(found[n], wanted[n]) for n in wanted)


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_what_was_put_comes_again_to_the_bit_for_the_same_prompt_and_weights_alone(tmp_path: Path) -> None:
    made = cache(tmp_path)
    assert made.get("a boat") is None
    made.put("a boat", ONE)
    found = cache(tmp_path).get("a boat")
    assert same(found, ONE)
    assert found is not None
    assert {name: tensor.dtype for name, tensor in found.items()} == {n: t.dtype for n, t in ONE.items()}
    assert made.get("a goat") is None
    assert cache(tmp_path, by="other weights").get("a boat") is None


@pytest.mark.parametrize("damage", ["cut", "empty", "a bit", "no digest", "nonsense"])
def test_a_damaged_file_counts_as_missing_and_is_written_anew(
    tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    made = cache(tmp_path)
    made.put("a boat", ONE)
    file = made.file("a boat")
    whole = file.read_bytes()
    file.write_bytes(
        {
            "cut": whole[: len(whole) // 2],
            "empty": b"",
            "a bit": whole[:-1] + bytes([whole[-1] ^ 1]),
            "no digest": whole.replace(b"sha256", b"sha257"),
            "nonsense": b"\xff" * 64,
        }[damage]
    )
    assert made.get("a boat") is None
    assert str(file) in caplog.text
    made.put("a boat", ONE)
    assert same(made.get("a boat"), ONE)


def test_the_folder_stays_within_its_bound_and_what_was_not_asked_for_longest_goes(tmp_path: Path) -> None:
    large = cache(tmp_path)
    for age, prompt in enumerate(("newest", "older", "oldest", "asked for")):
        large.put(prompt, ONE)
        os.utime(large.file(prompt), (1000 - age, 1000 - age))
    size = large.file("oldest").stat().st_size
    assert large.get("asked for") is not None
    small = cache(tmp_path, limit_bytes=3 * size)
    small.put("new", ONE)
    left = {prompt for prompt in ("newest", "older", "oldest", "asked for", "new") if small.file(prompt).exists()}
    assert left == {"newest", "asked for", "new"}


def test_what_is_larger_than_the_bound_is_not_kept(tmp_path: Path) -> None:
    cache(tmp_path, limit_bytes=10).put("a boat", ONE)
    assert names(tmp_path) == set()


def test_files_of_others_are_never_touched_and_half_made_ones_go_when_they_are_old(tmp_path: Path) -> None:
    theirs, fresh, old = (tmp_path / name for name in ("model.safetensors", ".context-1.tmp", ".context-2.tmp"))
    for file in (theirs, fresh, old):
        file.write_bytes(b"x" * 4096)
    past = old.stat().st_mtime - ABANDONED_S - 60
    os.utime(old, (past, past))
    os.utime(theirs, (past, past))
    made = cache(tmp_path, limit_bytes=1024)
    made.put("a boat", ONE)
    assert names(tmp_path) == {theirs.name, fresh.name, made.file("a boat").name}


def test_a_disk_that_takes_nothing_costs_no_clip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    made = cache(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    made.put("a boat", ONE)
    assert "No space left on device" in caplog.text
    assert names(tmp_path) == set()


def test_a_folder_that_cannot_be_made_is_named_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EngineMissing, match=r"VITASCOPE_LTX_CONTEXT_CACHE cannot be written to: .*file"):
        cache(tmp_path / "file" / "cache")


def _busy(folder: Path, seed: int) -> None:
    made = cache(folder, limit_bytes=4000)
    for turn in range(60):
        prompt = f"prompt {(turn * 7 + seed) % 9}"
        wanted = {"video": torch.full((1, 100), float(prompt[-1]))}
        found = made.get(prompt)
        if found is None:
            made.put(prompt, wanted)
        elif not same(found, wanted):
            raise SystemExit(1)


@pytest.mark.slow
def test_children_that_share_a_folder_do_not_hurt_each_other(tmp_path: Path) -> None:
    children = [multiprocessing.get_context("spawn").Process(target=_busy, args=(tmp_path, seed)) for seed in range(2)]
    for child in children:
        child.start()
    for child in children:
        child.join(250)
    assert [child.exitcode for child in children] == [0, 0]
    assert not [name for name in names(tmp_path) if name.endswith(".tmp")]
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 2 * 4000, "each child's last, at most"


def test_a_prompt_from_disk_is_the_one_that_was_read_and_is_not_read_again(
    tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = Options(context_cache=tmp_path / "contexts")
    first = set_up(tiny_folder, options, step=lambda *_: None).text.encode("a boat")
    assert first.full is not None
    again = set_up(tiny_folder, options, step=lambda *_: None).text

    def read(_: TextEncoder, prompt: str, *_more: object) -> Contexts:
        raise AssertionError(prompt)

    monkeypatch.setattr(TextEncoder, "read", read)
    found = again.encode(" a boat ")
    assert found.full is not None
    for model in ("distilled", "full"):
        for name in ("video", "audio", "mask"):
            assert torch.equal(getattr(getattr(found, model), name), getattr(getattr(first, model), name))
    with pytest.raises(AssertionError, match="a goat"):
        again.encode("a goat")


def test_a_context_in_eight_bits_is_not_taken_for_a_whole_one(tiny_folder: Path, tmp_path: Path) -> None:
    for eight in (False, True):
        options = Options(context_cache=tmp_path, text_8bit=eight)
        set_up(tiny_folder, options, step=lambda *_: None).text.encode("a boat")
    assert len(names(tmp_path)) == 2
