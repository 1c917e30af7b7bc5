"""A transformer whose blocks wait in the host's memory: each comes to the device for its turn, the next meanwhile.

At most two blocks are on the device. On a GPU the copies run on a stream of their own, so that a block's arithmetic,
which is far longer than its journey at the sizes of video, hides the journey of the one after it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn


def stream_blocks(transformer: Any, device: torch.device | str) -> None:
    """Let ``transformer`` run on ``device`` although its blocks stay where they are; the rest of it moves there."""
    blocks = list(transformer.transformer_blocks)
    streamed = {id(tensor) for block in blocks for tensor in _tensors(block)}
    for tensor in _tensors(transformer):
        if id(tensor) not in streamed:
            tensor.data = tensor.data.to(device)
    BlockStream(blocks, torch.device(device))


class BlockStream:
    """Hooks on ``blocks`` that bring what they need to ``device`` and drop it after."""

    def __init__(self, blocks: Sequence[nn.Module], device: torch.device) -> None:
        self._device = device
        self._copying = torch.cuda.Stream(device) if device.type == "cuda" else None  # type: ignore[no-untyped-call]
        self._host = [[(tensor, self._pinned(tensor.data)) for tensor in _tensors(block)] for block in blocks]
        for tensors in self._host:
            for tensor, host in tensors:
                with _as_data():
                    tensor.data = host  # or what was there before would be kept beside its pinned copy
        self._arrived: dict[int, torch.cuda.Event | None] = {}
        for index, block in enumerate(blocks):
            block.register_forward_pre_hook(partial(self._before, index))
            block.register_forward_hook(partial(self._after, index), always_call=True)

    def _pinned(self, host: Tensor) -> Tensor:
        return host if self._copying is None else host.pin_memory()  # else copies wait for the processor

    def _before(self, index: int, *_: object) -> None:
        self._bring(index)
        event = self._arrived[index]
        if event is not None:
            torch.cuda.current_stream(self._device).wait_event(event)
        if index + 1 < len(self._host):
            self._bring(index + 1)

    def _bring(self, index: int) -> None:
        if index in self._arrived:
            return
        with self._aside():
            for tensor, host in self._host[index]:
                tensor.data = host.to(self._device, non_blocking=True, copy=True)
            event = None
            if self._copying is not None:
                event = torch.cuda.Event()  # type: ignore[no-untyped-call]
                event.record(self._copying)
        self._arrived[index] = event

    def _after(self, index: int, *_: object) -> None:
        if self._arrived.pop(index, None) is not None:
            computing = torch.cuda.current_stream(self._device)
            for tensor, _host in self._host[index]:
                tensor.data.record_stream(computing)  # or its memory would be written to while it is read
        for tensor, host in self._host[index]:
            with _as_data():
                tensor.data = host

    @contextlib.contextmanager
    def _aside(self) -> Iterator[None]:
        with _as_data(), contextlib.ExitStack() as stack:
            if self._copying is not None:
                stack.enter_context(torch.cuda.stream(self._copying))
            yield


@contextlib.contextmanager
def _as_data() -> Iterator[None]:
    """Tensors made here may become a parameter's data, as those of inference mode may not."""
    with torch.inference_mode(mode=False), torch.no_grad():
        yield


def _tensors(module: nn.Module) -> Iterator[Tensor]:
    yield from module.parameters()
    yield from module.buffers()
