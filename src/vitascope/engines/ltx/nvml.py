"""How much memory this machine's GPUs have, asked of NVIDIA's driver, without PyTorch: the API does not load it."""

from __future__ import annotations

import ctypes

LIBRARY = "libnvidia-ml.so.1"
"""NVML, which comes with the driver. Its functions give 0 where they succeed."""


class _Memory(ctypes.Structure):
    _fields_ = (("total", ctypes.c_ulonglong), ("free", ctypes.c_ulonglong), ("used", ctypes.c_ulonglong))


def largest_gpu(library: str = LIBRARY) -> int | None:
    """Bytes of the GPU with the most memory, whoever may use it; ``None`` where there is none, or it cannot be said."""
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
        return max(filter(None, (_memory(nvml, index) for index in range(count.value))), default=None)
    finally:
        nvml.nvmlShutdown()


def _memory(nvml: ctypes.CDLL, index: int) -> int | None:
    device, memory = ctypes.c_void_p(), _Memory()
    if nvml.nvmlDeviceGetHandleByIndex_v2(index, ctypes.byref(device)) != 0:
        return None
    if nvml.nvmlDeviceGetMemoryInfo(device, ctypes.byref(memory)) != 0:
        return None
    return int(memory.total)
