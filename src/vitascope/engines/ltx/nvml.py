"""Which GPUs this machine has, asked of NVIDIA's driver, without PyTorch: the API does not load it."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

LIBRARY = "libnvidia-ml.so.1"
"""NVML, which comes with the driver. Its functions give 0 where they succeed."""


TITLE_BYTES = 96
"""``NVML_DEVICE_NAME_V2_BUFFER_SIZE``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gpu:
    """One of them."""

    title: str
    """As the driver has it, such as ``NVIDIA H100 80GB HBM3``; empty where it does not say."""
    memory: int
    """Bytes, whoever may use them."""


class _Memory(ctypes.Structure):
    _fields_ = (("total", ctypes.c_ulonglong), ("free", ctypes.c_ulonglong), ("used", ctypes.c_ulonglong))


def largest_gpu(library: str = LIBRARY) -> Gpu | None:
    """The GPU with the most memory; ``None`` where there is none, or it cannot be said."""
    try:
        nvml = ctypes.CDLL(library)
        if nvml.nvmlInit_v2() != 0:
            return None
    except (OSError, AttributeError):
        return None
    try:
        count = ctypes.c_uint()
        if nvml.nvmlDeviceGetCount_v2(ctypes.byref(count)) != 0:
            return None
        found = (_gpu(nvml, index) for index in range(count.value))
        return max((gpu for gpu in found if gpu is not None), key=lambda gpu: gpu.memory, default=None)
    finally:
        nvml.nvmlShutdown()


def _gpu(nvml: ctypes.CDLL, index: int) -> Gpu | None:
    device, memory, title = ctypes.c_void_p(), _Memory(), ctypes.create_string_buffer(TITLE_BYTES)
    if nvml.nvmlDeviceGetHandleByIndex_v2(index, ctypes.byref(device)) != 0:
        return None
    if nvml.nvmlDeviceGetMemoryInfo(device, ctypes.byref(memory)) != 0:
        return None
    if nvml.nvmlDeviceGetName(device, title, ctypes.c_uint(TITLE_BYTES)) != 0:
        title.value = b""
    return Gpu(title=title.value.decode(errors="replace"), memory=int(memory.total))
