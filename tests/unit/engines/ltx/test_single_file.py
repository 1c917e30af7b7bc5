"""The published single files: every name to its place, none missing and none too many."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, get_args

import pytest
import torch
from diffusers.loaders import single_file_utils
from diffusers.pipelines import ltx2
from safetensors.torch import load_file, save_file
from torch import Tensor

from vitascope.core.errors import EngineMissing
from vitascope.engines.ltx import single_file, weights
from vitascope.engines.ltx.examine import examine
from vitascope.engines.ltx.names import placed
from vitascope.engines.ltx.published import PUBLISHED, Version
from vitascope.engines.ltx.text import load_gemma
from vitascope.testing import tiny_ltx

VERSIONS: tuple[Version, ...] = get_args(Version)
FIELDS = {"latent_upsampler": "upsampler"}


@pytest.fixture(scope="module", params=VERSIONS)
def version(request: pytest.FixtureRequest) -> Version:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, version: Version) -> Path:
    folder = tmp_path_factory.mktemp("weights") / "single files"
    tiny_ltx.build_single_files(folder, version=version)
    return folder


@pytest.fixture
def copied(tmp_path: Path, files: Path) -> Path:
    return Path(shutil.copytree(files, tmp_path / "weights"))


def test_single_files_are_the_same_parts_as_folders(files: Path, version: Version) -> None:
    loaded = weights.load(files, dtype=torch.float32)
    torch.manual_seed(0)
    for name, part in tiny_ltx.models_of(version).items():
        if name == "text_encoder":
            continue
        ours, theirs = getattr(loaded, FIELDS.get(name, name)).state_dict(), part.state_dict()
        assert ours.keys() == theirs.keys()
        assert all(torch.equal(tensor, theirs[key]) for key, tensor in ours.items())


def test_the_text_encoder_may_lie_in_one_folder_as_it_is_published(files: Path) -> None:
    gemma, tokenizer = load_gemma(files, dtype=torch.float32, device="cpu")
    assert gemma.config.num_hidden_layers == tiny_ltx.TEXT_LAYERS
    assert tokenizer("ab").input_ids[0] == tokenizer.bos_token_id


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("part", ["transformer", "vae", "audio_vae", "vocoder", "connectors", "latent_upsampler"])
def test_every_weight_of_the_published_dimensions_has_an_official_name_that_leads_back_to_it(
    version: Version, part: str
) -> None:
    model = published(version, part)
    if part == "latent_upsampler":
        assert ("upsampler.blur_down.kernel" in model.state_dict()) == (version == "2.0")
        return
    named = tiny_ltx.official(part, model)
    assert len(named) == len(model.state_dict())
    assert [placed(official) for official in named] == [(part, ours) for ours in model.state_dict()]


def published(version: Version, part: str) -> Any:
    import diffusers

    config = dict(PUBLISHED[version][part])
    kind = getattr(diffusers, config["_class_name"], None) or getattr(ltx2, config["_class_name"])
    with torch.device("meta"):
        return kind.from_config(config)


def test_the_published_dimensions_come_to_the_parameters_that_were_counted() -> None:
    """Measured on models of real size without memory for them: the project's facts on LTX-2."""
    billions = {
        part: sum(p.numel() for p in published("2.0", part).parameters()) / 1e9
        for part in ("transformer", "connectors", "vae", "latent_upsampler")
    }
    assert billions["transformer"] == pytest.approx(18.88, abs=0.01)
    assert billions["connectors"] == pytest.approx(1.43, abs=0.01)
    assert billions["vae"] == pytest.approx(0.694 + 0.528, abs=0.01)
    assert billions["latent_upsampler"] == pytest.approx(0.498, abs=0.005)


@pytest.mark.parametrize("part", ["transformer", "vae", "audio_vae"])
def test_our_names_are_those_of_the_converters_of_diffusers(part: str) -> None:
    """Which were written apart from ours, know LTX-2.0 alone, and read any name that contains another."""
    convert = getattr(single_file_utils, f"convert_ltx2_{part}_to_diffusers")
    torch.manual_seed(0)
    named = tiny_ltx.official(part, tiny_ltx.models_of("2.0")[part])
    theirs: dict[str, Tensor] = convert(dict(named))
    ours = {place[1]: named[name] for name in named if (place := placed(name)) is not None}
    assert ours.keys() == theirs.keys()
    assert all(tensor is theirs[name] for name, tensor in ours.items())


def test_the_twelve_weights_that_their_converter_loses_have_their_places() -> None:
    torch.manual_seed(0)
    named = tiny_ltx.official("transformer", tiny_ltx.models_of("2.3")["transformer"])
    theirs = single_file_utils.convert_ltx2_transformer_to_diffusers(dict(named))
    places = [placed(name) for name in named]
    lost = {place[1] for place in places if place is not None} - set(theirs)
    assert len(lost) == 12
    assert all(name.startswith(("prompt_adaln.", "audio_prompt_adaln.")) for name in lost)


def test_a_weight_that_is_missing_is_named_with_its_file(copied: Path) -> None:
    change(copied / "tiny-distilled.safetensors", lambda found: found.pop("model.diffusion_model.patchify_proj.weight"))
    with pytest.raises(EngineMissing, match=r"tiny-distilled\.safetensors .* 1 missing \(proj_in\.weight\)"):
        weights.load(copied, dtype=torch.float32)


def test_a_weight_that_has_no_place_is_named_with_its_file(copied: Path) -> None:
    change(copied / "tiny-distilled.safetensors", lambda found: found.update({"duration_head.weight": torch.ones(2)}))
    with pytest.raises(EngineMissing, match=r"tiny-distilled\.safetensors holds 1 weights .*: duration_head\.weight"):
        weights.load(copied, dtype=torch.float32)


def test_weights_in_eight_bits_are_refused_by_name(copied: Path) -> None:
    name = "model.diffusion_model.patchify_proj.weight_scale"
    change(copied / "tiny-distilled.safetensors", lambda found: found.update({name: torch.ones(1)}))
    with pytest.raises(EngineMissing, match="eight bits"):
        weights.load(copied, dtype=torch.float32)


def change(file: Path, how: Any) -> None:
    found = load_file(file)
    how(found)
    save_file(found, file)


def test_a_model_that_does_not_say_whether_it_was_distilled_is_not_guessed_at(copied: Path) -> None:
    (copied / "tiny-distilled.safetensors").rename(copied / "mine.safetensors")
    with pytest.raises(EngineMissing, match=r"mine\.safetensors .* 'distilled' or 'dev'"):
        single_file.find(copied)


def test_two_distilled_models_are_one_too_many(copied: Path) -> None:
    shutil.copy(copied / "tiny-distilled.safetensors", copied / "other-distilled.safetensors")
    with pytest.raises(EngineMissing, match=r"one distilled model, .* there is 2 of them: other-dist"):
        single_file.find(copied)


def test_the_upscaler_must_be_there_and_the_one_in_time_is_another(copied: Path) -> None:
    (copied / "tiny-spatial-upscaler-x2.safetensors").rename(copied / "tiny-temporal-upscaler-x2.safetensors")
    with pytest.raises(EngineMissing, match="one spatial upscaler, and there is none"):
        single_file.find(copied)


def test_the_undistilled_model_may_be_missing_and_other_files_are_let_be(copied: Path) -> None:
    (copied / "tiny-dev.safetensors").unlink()
    save_file({"x.lora_A.weight": torch.ones(1)}, copied / "style-lora.safetensors")
    found = single_file.find(copied)
    assert found is not None
    assert [file.name for file in found.unused] == ["style-lora.safetensors"]
    assert weights.load(copied, dtype=torch.float32).transformer_full is None


RANK = 2


@pytest.fixture
def with_lora(copied: Path) -> Path:
    """The undistilled model, and changes of two of its transformer's weights and one of its connectors'."""
    (copied / "tiny-distilled.safetensors").unlink()
    base = load_file(copied / "tiny-dev.safetensors")
    torch.manual_seed(1)
    changes: dict[str, Tensor] = {}
    for name in (
        "proj_out",
        "transformer_blocks.0.attn1.to_q",
        "video_embeddings_connector.transformer_1d_blocks.0.attn1.to_k",
    ):
        rows, columns = base[f"model.diffusion_model.{name}.weight"].shape
        changes[f"diffusion_model.{name}.lora_A.weight"] = torch.randn(RANK, columns)
        changes[f"diffusion_model.{name}.lora_B.weight"] = torch.randn(rows, RANK)
    save_file(changes, copied / "tiny-distilled-lora-2.safetensors")
    return copied


def test_a_distilled_lora_makes_the_distilled_model_of_the_undistilled_one(with_lora: Path) -> None:
    loaded, changes = (
        weights.load(with_lora, dtype=torch.float32),
        load_file(with_lora / "tiny-distilled-lora-2.safetensors"),
    )
    ours, full = loaded.transformer.state_dict(), loaded.transformer_full.state_dict()
    different = {name for name in full if not torch.equal(ours[name], full[name])}
    assert different == {"proj_out.weight", "transformer_blocks.0.attn1.to_q.weight"}
    down, up = (changes[f"diffusion_model.proj_out.lora_{side}.weight"] for side in "AB")
    assert torch.allclose(ours["proj_out.weight"], full["proj_out.weight"] + up @ down)
    own, others = loaded.connectors.state_dict(), loaded.connectors_full.state_dict()
    assert {name for name in others if not torch.equal(own[name], others[name])} == {
        "video_connector.transformer_blocks.0.attn1.to_k.weight"
    }
    assert all(part.problem is None for part in examine(with_lora).parts)


def test_alpha_over_the_rank_scales_a_change(with_lora: Path) -> None:
    def proj_out() -> Tensor:
        loaded = weights.load(with_lora, dtype=torch.float32)
        return Tensor(loaded.transformer.proj_out.weight - loaded.transformer_full.proj_out.weight)

    plain = proj_out()
    change(
        with_lora / "tiny-distilled-lora-2.safetensors",
        lambda found: found.update({"diffusion_model.proj_out.alpha": torch.tensor(RANK / 2)}),
    )
    assert torch.allclose(proj_out(), plain / 2, atol=1e-6)
    assert all(part.problem is None for part in examine(with_lora).parts)


def test_a_change_of_what_the_model_does_not_have_is_named(with_lora: Path) -> None:
    for side in "AB":
        added = {f"diffusion_model.nothing.lora_{side}.weight": torch.ones(2, 2)}
        change(with_lora / "tiny-distilled-lora-2.safetensors", lambda found, added=added: found.update(added))
    with pytest.raises(EngineMissing, match=r"lora-2\.safetensors changes 1 weights .*: diffusion_model\.nothing"):
        weights.load(with_lora, dtype=torch.float32)


def test_a_change_of_another_size_is_named(with_lora: Path) -> None:
    change(
        with_lora / "tiny-distilled-lora-2.safetensors",
        lambda found: found.update({"diffusion_model.proj_out.lora_A.weight": torch.ones(2, 7)}),
    )
    with pytest.raises(EngineMissing, match=r"change of diffusion_model\.proj_out in .* does not fit"):
        weights.load(with_lora, dtype=torch.float32)
