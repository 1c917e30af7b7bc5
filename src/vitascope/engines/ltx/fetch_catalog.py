"""What ``vitascope weights fetch NAME`` fetches: which files, of which repositories, under which licence.

Only files that the engine reads: one precision of each, and nothing in a second format. Names are those of the official
repository's README and of its list of models for LTX-2.3. Sizes are what other programs had from the hub in 2026, those
of LTX-2.0 to a gigabyte, and stand here for a first look: what is fetched, and its checksums, the hub says each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from vitascope.core.errors import BadInput
from vitascope.engines.ltx.licence import LINK
from vitascope.engines.ltx.recipe import FAST_MODEL, GUIDED_MODEL

GB = 10**9
GEMMA = "gemma-3-12b-it-qat-q4_0-unquantized"
"""The official recipe's text encoder: trained to be quantised, and published in 16 bits."""

TextEncoder = Literal["google", "lightricks", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """Under which files are published."""

    name: str
    link: str


LTX_LICENCE = Licence(name="LTX-2 Community License", link=LINK)
GEMMA_LICENCE = Licence(name="Gemma Terms of Use", link="https://ai.google.dev/gemma/terms")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Files of one repository."""

    repository: str
    files: tuple[str, ...]
    """Patterns of paths in it, each of which must match something."""
    also: tuple[str, ...] = ()
    """Patterns of what may be there."""
    into: str = ""
    """A folder for them, in the folder that is fetched to."""
    about_bytes: int
    licence: Licence
    revision: str = "main"
    """The publishers move it as they add files; a fetch holds to the commit that it is at when it starts."""
    gated: bool = False
    """Whether the hub gives it only to accounts that accepted the terms on its page, as others report."""

    @property
    def page(self) -> str:
        """Where a person reads of it."""
        return f"https://huggingface.co/{self.repository}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """What one name stands for; its text encoder comes on top."""

    name: str
    sources: tuple[Source, ...]
    models: tuple[str, ...] = ()
    """Of the API, that it makes."""
    holds: str

    @property
    def about_bytes(self) -> int:
        """Of its own files."""
        return sum(source.about_bytes for source in self.sources)


_TOKENIZER = ("tokenizer.json", "tokenizer_config.json")
_TOKENIZER_ALSO = ("tokenizer.model", "special_tokens_map.json", "added_tokens.json")
_SHARDS = ("config.json", "model*.safetensors")
_INDEX = "model.safetensors.index.json"

TEXT_ENCODERS: Mapping[TextEncoder, Source | None] = {
    "google": Source(
        repository=f"google/{GEMMA}",
        files=(*_SHARDS, *_TOKENIZER),
        also=(_INDEX, *_TOKENIZER_ALSO),
        into=GEMMA,
        about_bytes=24_410_000_000,
        licence=GEMMA_LICENCE,
        gated=True,
    ),
    "lightricks": Source(
        repository="Lightricks/LTX-2",
        files=(*(f"text_encoder/{name}" for name in _SHARDS), *(f"tokenizer/{name}" for name in _TOKENIZER)),
        also=(f"text_encoder/{_INDEX}", *(f"tokenizer/{name}" for name in _TOKENIZER_ALSO)),
        about_bytes=48_800_000_000,  # in 32 bits
        licence=GEMMA_LICENCE,
    ),
    "none": None,
}
"""Where Gemma 3 12B comes from. Lightricks' own copy is twice as large, and asks for no account."""

_BOTH = (FAST_MODEL, GUIDED_MODEL)


def _official(repository: str, *files: str, about_gb: float) -> tuple[Source, ...]:
    return (Source(repository=repository, files=files, about_bytes=round(about_gb * GB), licence=LTX_LICENCE),)


_LTX_20, _UPSCALER_20 = "Lightricks/LTX-2", "ltx-2-spatial-upscaler-x2-1.0.safetensors"
_DISTILLED_20, _DEV_20 = "ltx-2-19b-distilled.safetensors", "ltx-2-19b-dev.safetensors"
_LORA_20 = "ltx-2-19b-distilled-lora-384.safetensors"
_LTX_23, _UPSCALER_23 = "Lightricks/LTX-2.3", "ltx-2.3-spatial-upscaler-x2-1.1.safetensors"
_DISTILLED_23, _DEV_23 = "ltx-2.3-22b-distilled-1.1.safetensors", "ltx-2.3-22b-dev.safetensors"
_LORA_23 = "ltx-2.3-22b-distilled-lora-384-1.1.safetensors"

COLLECTIONS: tuple[Collection, ...] = (
    Collection(
        name="ltx-2-distilled",
        sources=_official(_LTX_20, _DISTILLED_20, _UPSCALER_20, about_gb=44),
        models=(FAST_MODEL,),
        holds="LTX-2.0, 19B, distilled",
    ),
    Collection(
        name="ltx-2",
        sources=_official(_LTX_20, _DISTILLED_20, _DEV_20, _UPSCALER_20, about_gb=87),
        models=_BOTH,
        holds="LTX-2.0, 19B, distilled and undistilled",
    ),
    Collection(
        name="ltx-2-lora",
        sources=_official(_LTX_20, _DEV_20, _LORA_20, _UPSCALER_20, about_gb=52),
        models=_BOTH,
        holds="LTX-2.0, 19B, undistilled, and the LoRA that distils it",
    ),
    Collection(
        name="ltx-2.3-distilled",
        sources=_official(_LTX_23, _DISTILLED_23, _UPSCALER_23, about_gb=47.1),
        models=(FAST_MODEL,),
        holds="LTX-2.3, 22B, distilled",
    ),
    Collection(
        name="ltx-2.3",
        sources=_official(_LTX_23, _DISTILLED_23, _DEV_23, _UPSCALER_23, about_gb=93.3),
        models=_BOTH,
        holds="LTX-2.3, 22B, distilled and undistilled",
    ),
    Collection(
        name="ltx-2.3-lora",
        sources=_official(_LTX_23, _DEV_23, _LORA_23, _UPSCALER_23, about_gb=54.8),
        models=_BOTH,
        holds="LTX-2.3, 22B, undistilled, and the LoRA that distils it",
    ),
    Collection(name="gemma", sources=(), holds="the text encoder alone"),
)


def collection(name: str) -> Collection:
    """Raises `BadInput` with the names that there are."""
    for known in COLLECTIONS:
        if known.name == name:
            return known
    raise BadInput(
        f"There are no weights named {name!r}; these can be fetched: {', '.join(c.name for c in COLLECTIONS)}."
    )


def sources(wanted: Collection, text_encoder: TextEncoder) -> tuple[Source, ...]:
    """Everything to fetch. Raises `BadInput` where that is nothing."""
    text = TEXT_ENCODERS[text_encoder]
    found = wanted.sources if text is None else (*wanted.sources, text)
    if not found:
        raise BadInput(f"{wanted.name} is the text encoder, so there is nothing to fetch without one.")
    return found


def check_alone(wanted: Collection, text_encoder: TextEncoder, folder: Path) -> None:
    """Raises `BadInput` where ``folder`` holds another release, or another text encoder.

    The engine would not know which to take, or not take what was fetched.
    """
    text = TEXT_ENCODERS[text_encoder]
    if text is not None:
        beside = [folder / "text_encoder", *sorted(folder.glob("[gG]emma*"))]
        own = {(folder / text.into).name} if text.into else {"text_encoder"}
        for place in beside:
            if place.name not in own and (place / "config.json").is_file():
                raise BadInput(
                    f"{folder} holds a text encoder already, {place.name}; fetch none beside it with "
                    "--text-encoder none, or name another folder with --to."
                )
    _check_release(wanted, folder)


def _check_release(wanted: Collection, folder: Path) -> None:
    own = {file for source in wanted.sources for file in source.files}
    if not own:
        return
    release = wanted.sources[0].repository
    others = {
        file: other.name
        for other in reversed(COLLECTIONS)  # the first that names a file, names it
        for source in other.sources
        if source.repository != release
        for file in source.files
    }
    for file in sorted(folder.glob("*.safetensors")):
        if file.name in others:
            raise BadInput(
                f"{folder} holds {file.name}, which is of {others[file.name]}; a folder is for one release: name "
                f"another for {wanted.name} with --to."
            )
