"""Whether the engine here can make what a request asks beyond the ordinary. Asked before anything is queued."""

from __future__ import annotations

from vitascope.core.errors import InvalidField
from vitascope.core.generation import GenerationRequest
from vitascope.core.ports import EngineInfo


def check_offered(info: EngineInfo, request: GenerationRequest) -> None:
    """Raises `InvalidField` for a draft or a last frame that the engine cannot make."""
    if request.draft and "draft" not in info.offers:
        raise InvalidField("draft", True, f"the engine {info.name} makes no drafts; leave it out.", expected="'false'")
    if request.last_image is not None and "last_image" not in info.offers:
        raise InvalidField(
            "last_image_url", request.last_image, f"the engine {info.name} follows no last frame; leave it out."
        )
