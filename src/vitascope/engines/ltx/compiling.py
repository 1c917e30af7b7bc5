"""The transformer's blocks compiled by PyTorch: fewer, larger kernels, and a minute or more of building them.

One block's code serves all, for shapes that vary: what is built is each way of running one (with a first frame, with
guidance), not each block or each size of clip. What is compiled is a block's arithmetic without its hooks, so that a
cancel between blocks is heard, and blocks may be streamed: hooks inside would be built in as they were at first.
"""

from __future__ import annotations

import os
import shutil
import sysconfig
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch

from vitascope.core.errors import EngineMissing
from vitascope.engines.ltx.options import COMPILE

WAYS = 64
"""Of running a block that are compiled; PyTorch's bound of 8 is met by guided passes of two models, and beyond it the
rest is run as if nothing had been asked for."""
COMPILERS = ("g++", "clang++", "c++")


def check_compiler(device: torch.device) -> None:
    """Raises `EngineMissing` where nothing can be compiled for ``device``, which would show only after minutes."""
    if device.type == "cuda" and find_spec("triton") is None:
        raise EngineMissing(f"{COMPILE} needs the package triton, which comes with PyTorch's builds for GPUs.")
    if not any(shutil.which(name) for name in (os.environ.get("CXX", ""), *COMPILERS) if name):
        raise EngineMissing(f"{COMPILE} needs a C++ compiler ({', '.join(COMPILERS)}), and none is on the path.")
    headers = Path(sysconfig.get_path("include"))
    if not (headers / "Python.h").is_file():
        raise EngineMissing(
            f"{COMPILE} needs Python's headers, which are not in {headers}; install them (python3-dev)."
        )
    place = Path(torch.__file__).parent
    if any(c.isspace() for c in str(place)):  # as of PyTorch 2.13 its linker's arguments are cut there
        raise EngineMissing(f"{COMPILE} cannot be used with PyTorch under a path with a space in it: {place}.")


def compile_blocks(transformer: Any) -> None:
    """Have the blocks of ``transformer`` compiled, each way of running one when it is first met."""
    torch._dynamo.config.recompile_limit = max(WAYS, torch._dynamo.config.recompile_limit)
    for block in transformer.transformer_blocks:
        block.forward = torch.compile(block.forward, dynamic=True)
