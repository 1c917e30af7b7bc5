"""The engine ``ltx`` on tiny random weights, held to what every engine owes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from vitascope import __version__
from vitascope.core.errors import EngineMissing, InvalidField
from vitascope.core.generation import GenerationRequest, GenerationSpec, fill
from vitascope.core.media import Resolution
from vitascope.core.ports import Inputs
from vitascope.engines.ltx.engine import OTHER_S, LtxEngine
from vitascope.testing import EngineContract, RecordingReport
from vitascope.testing.engine_contract import digest

pytest.importorskip("diffusers", reason="the extra [ltx] is not installed")

SMALL = Resolution(name="small", width=120, height=60)


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from vitascope.testing import tiny_ltx

    folder = tmp_path_factory.mktemp("weights") / "tiny ltx"
    tiny_ltx.build(folder)
    return folder


@pytest.fixture(scope="module")
def single_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from vitascope.testing import tiny_ltx

    folder = tmp_path_factory.mktemp("weights") / "tiny ltx"
    tiny_ltx.build_single_files(folder)
    return folder


@pytest.fixture(autouse=True)
def owner(weights: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Who has named the weights' folder and accepted their licence."""
    monkeypatch.setenv("VITASCOPE_WEIGHTS", str(weights))
    monkeypatch.setenv("VITASCOPE_ACCEPT_LTX_LICENSE", "true")
    yield
    loaded.cache_clear()


@cache
def loaded() -> LtxEngine:
    engine = LtxEngine()
    engine.load(RecordingReport())
    return engine


class TestLtxEngine(EngineContract):
    frame_zero_is_exact = False
    last_frame_is_exact = False

    def engine(self) -> LtxEngine:
        return loaded()

    def spec(self) -> GenerationSpec:
        return replace(super().spec(), resolution=SMALL, duration_s=1)


def test_once_loaded_the_version_names_weights_library_and_device(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import torch

    from vitascope.testing import tiny_ltx

    assert LtxEngine().info.version == __version__, "before, nothing is looked at"
    version, *parts = loaded().info.version.split("; ")
    assert version == __version__
    assert parts[0].startswith("weights ")
    assert f"torch {torch.__version__}" in parts
    tiny_ltx.build_single_files(tmp_path, seed=1)
    monkeypatch.setenv("VITASCOPE_WEIGHTS", str(tmp_path))
    monkeypatch.setenv("VITASCOPE_LTX_TEXT_8BIT", "true")
    other = LtxEngine()
    other.load(RecordingReport())
    assert other.info.version.split("; ")[1] != parts[0]
    assert "text in eight bits" in other.info.version


def test_weights_without_an_accepted_licence_are_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VITASCOPE_ACCEPT_LTX_LICENSE")
    with pytest.raises(EngineMissing, match="--accept-ltx-license"):
        LtxEngine().load(RecordingReport())


@pytest.mark.parametrize("named", [None, "/no/such folder"])
def test_weights_that_are_not_there_are_asked_for(monkeypatch: pytest.MonkeyPatch, named: str | None) -> None:
    if named is None:
        monkeypatch.delenv("VITASCOPE_WEIGHTS")
    else:
        monkeypatch.setenv("VITASCOPE_WEIGHTS", named)
    with pytest.raises(EngineMissing, match="--weights"):
        LtxEngine().load(RecordingReport())


PREDICT = (
    "import sys\n"
    "from vitascope.engines.ltx.engine import LtxEngine\n"
    "from vitascope.core.generation import GenerationRequest, fill\n"
    "spec = fill(GenerationRequest(model='ltxv/ltxv-2', prompt='a boat'), engine='ltx', seed=1)\n"
    "LtxEngine().preflight()\n"
    "assert LtxEngine().seconds(spec) > 0\n"
    "assert not {'torch', 'diffusers', 'transformers'} & sys.modules.keys()\n"
)


@pytest.mark.parametrize("single_file", [False, True])
def test_predictions_are_made_without_pytorch(
    single_file: bool, single_files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if single_file:
        monkeypatch.setenv("VITASCOPE_WEIGHTS", str(single_files))
    subprocess.run([sys.executable, "-c", PREDICT], check=True, timeout=60)


def test_a_clip_of_single_files_is_the_clip_of_their_folders(
    single_files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = replace(guided_spec(), model="ltxv/ltxv-2-fast", resolution=SMALL, duration_s=1)
    theirs = [digest(chunk) for chunk in loaded().generate(spec, Inputs(), RecordingReport())]
    monkeypatch.setenv("VITASCOPE_WEIGHTS", str(single_files))
    engine = LtxEngine()
    engine.load(RecordingReport())
    assert [digest(chunk) for chunk in engine.generate(spec, Inputs(), RecordingReport())] == theirs


def guided_spec() -> GenerationSpec:
    return fill(GenerationRequest(model="ltxv/ltxv-2", prompt="a boat"), engine="ltx", seed=1)


def test_the_guided_model_is_predicted_to_take_far_longer() -> None:
    spec = guided_spec()
    sound_and_decoding = OTHER_S * spec.duration_s
    fast = LtxEngine().seconds(replace(spec, model="ltxv/ltxv-2-fast")) - sound_and_decoding
    assert LtxEngine().seconds(spec) - sound_and_decoding > 2 * fast


def test_the_guided_model_is_refused_before_it_is_queued_where_its_weights_are_not_beside_the_others(
    weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(weights / "transformer", tmp_path / "transformer")
    monkeypatch.setenv("VITASCOPE_WEIGHTS", str(tmp_path))
    with pytest.raises(InvalidField, match=r"`model` is 'ltxv/ltxv-2': .*transformer_full; use ltxv/ltxv-2-fast"):
        LtxEngine().seconds(guided_spec())


def test_where_there_are_no_weights_a_host_that_has_them_may_take_the_guided_model(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("VITASCOPE_WEIGHTS")
    assert LtxEngine().seconds(guided_spec()) > 0
