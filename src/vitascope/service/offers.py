"""Whether the engine here can make what a request asks beyond the ordinary. Asked before anything is queued."""

from __future__ import annotations

from dataclasses import replace

from vitascope.core.errors import InvalidField
from vitascope.core.generation import GenerationRequest
from vitascope.core.options import SubmitOptions
from vitascope.core.ports import EngineInfo


def check_offered(info: EngineInfo, request: GenerationRequest, options: SubmitOptions) -> None:
    """Raises `InvalidField` for a draft or a last frame that the engine cannot make."""
    if request.draft and "draft" not in info.offers:
        raise InvalidField("draft", True, f"the engine {info.name} makes no drafts; leave it out.", expected="'false'")
    if request.last_image is not None and "last_image" not in info.offers:
        raise InvalidField(options.last_image_field, request.last_image, f"{_no_last_image(info)}; leave it out.")
    if options.last_image_png is not None and "last_image" not in info.offers:
        raise InvalidField(options.last_image_field, "an image", f"{_no_last_image(info)}; leave it out.")


def without_what_is_not_offered(
    info: EngineInfo, request: GenerationRequest, options: SubmitOptions
) -> tuple[GenerationRequest, tuple[str, ...]]:
    """For lenient surfaces: a clip that ends as it likes is better there than none, and it is told."""
    if request.last_image is None or "last_image" in info.offers:
        return request, ()
    told = f"Made without its last image, `{options.last_image_field}`: {_no_last_image(info)}."
    return replace(request, last_image=None), (told,)


def _no_last_image(info: EngineInfo) -> str:
    return f"the engine {info.name} follows no last frame"
