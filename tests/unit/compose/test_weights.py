"""``vitascope weights check`` on tiny weights: what it says, and how it ends."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from vitascope.cli.commands import app, main
from vitascope.compose.doctor import examine
from vitascope.compose.weights import ORDINARY, check, in_a_line
from vitascope.core.errors import EngineMissing
from vitascope.settings import Settings

pytest.importorskip("diffusers", reason="the extra [ltx] is not installed")

from vitascope.engines.ltx.forecast import JOBS
from vitascope.engines.ltx.residency import Device


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from vitascope.testing import tiny_ltx

    folder = tmp_path_factory.mktemp("weights") / "tiny ltx"
    tiny_ltx.build_single_files(folder, version="2.3")
    return folder


@pytest.fixture
def copied(tmp_path: Path, weights: Path) -> Path:
    return Path(shutil.copytree(weights, tmp_path / "weights"))


def run(folder: Path) -> Result:
    return CliRunner().invoke(app, ["weights", "check", str(folder)])


def test_a_good_folder_is_told_part_by_part_with_what_it_makes_and_where_it_fits(weights: Path) -> None:
    said = run(weights)
    assert said.exit_code == 0, said.output
    assert "LTX-2.3 or later, in single files" in said.output
    rows = [line for line in said.output.splitlines() if "tiny-" in line or "gemma-tiny" in line]
    assert len(rows) == 9
    assert all(" yes " in row for row in rows)
    assert "For ltxv/ltxv-2-fast and ltxv/ltxv-2." in said.output
    assert "RTX 4090" in said.output
    assert len([line for line in said.output.splitlines() if " fps " in line and "│" in line]) == 18
    assert "R  resident: everything on the device" in said.output
    assert "the time of ltxv/ltxv-2-fast and ltxv/ltxv-2." in said.output
    assert "predicted and not measured" in said.output
    assert "LTX-2 Community License" in said.output


def test_without_the_undistilled_transformer_one_model_is_left(copied: Path) -> None:
    (copied / "tiny-dev.safetensors").unlink()
    assert check(copied).models == ("ltxv/ltxv-2-fast",)


def test_what_cannot_be_used_ends_with_one_and_names_file_and_weights(copied: Path) -> None:
    from safetensors.torch import load_file, save_file

    file = copied / "tiny-distilled.safetensors"
    found = load_file(file)
    del found["vocoder.vocoder.conv_pre.weight"]
    save_file(found, file)
    said = run(copied)
    assert said.exit_code == 1
    assert "tiny-distilled.safetensors do not fit LTX2VocoderWithBWE: 1 missing (vocoder.conv_in.weight)" in said.output
    report = check(copied)
    assert (report.models, report.fits) == ((), ())


@pytest.mark.parametrize("made", [False, True])
def test_a_folder_without_weights_is_told_by_name(
    made: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "nothing"
    if made:
        folder.mkdir()
    monkeypatch.setattr("sys.argv", ["vitascope", "weights", "check", str(folder)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert str(folder) in capsys.readouterr().err


def test_the_doctor_looks_at_the_weights_that_are_set(weights: Path, copied: Path, tmp_path: Path) -> None:
    def said(folder: Path) -> tuple[bool, str]:
        settings = Settings(data_dir=tmp_path, weights=folder)
        return next((f.good, f.text) for f in examine(settings) if f.subject == "weights")

    good, text = said(weights)
    assert good
    assert "for ltxv/ltxv-2-fast and ltxv/ltxv-2" in text
    assert f"vitascope weights check '{weights}'" in text
    shutil.rmtree(copied / "gemma-tiny")
    good, text = said(copied)
    assert not good
    assert "must hold the text encoder" in text


def test_a_folder_that_holds_nothing_of_ltx_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(EngineMissing, match="neither as a single file nor in diffusers' layout: transformer"):
        check(tmp_path)


@pytest.mark.parametrize(("free_gib", "usable"), [(80, True), (1, False)])
def test_the_device_that_is_here_comes_first_and_decides(
    free_gib: int, usable: bool, weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Device(name="cuda", title="NVIDIA H100 80GB HBM3", memory=free_gib * 2**30)
    monkeypatch.setattr("vitascope.engines.ltx.residency.device_here", lambda: here)
    report = check(weights)
    assert (report.problems == ()) == usable
    if not usable:
        assert report.problems == ("They do not fit NVIDIA H100 80GB HBM3, of which 1 GiB are free.",)
        assert report.fits == ()
        return
    assert [fit.device for fit in report.fits][:2] == ["NVIDIA H100 80GB HBM3", "H100"]
    assert report.here is not None
    assert report.here.seconds == report.fits[1].forecasts[JOBS.index(ORDINARY)].seconds  # type: ignore[union-attr]
    assert "NVIDIA H100 80GB HBM3: everything on the device" in in_a_line(weights)
    assert "This machine: NVIDIA H100 80GB HBM3." in run(weights).output
