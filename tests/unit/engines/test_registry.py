from __future__ import annotations

import importlib.util
import subprocess
import sys

import pytest

from vitascope.core.errors import EngineMissing
from vitascope.engines import registry


def test_both_engines_of_this_package_are_registered() -> None:
    assert {"animatic", "testcard"} <= set(registry.names())


def test_an_engine_whose_extra_is_missing_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "numba" else find(name))
    with pytest.raises(EngineMissing, match=r"pip install 'vitascope\[animatic\]'"):
        registry.create("animatic")
    assert registry.create("testcard").info.name == "testcard"


def test_an_unknown_engine_is_told_with_those_there_are() -> None:
    with pytest.raises(EngineMissing, match="animatic, ltx, remote, testcard"):
        registry.create("dreams")


def test_naming_an_engine_does_not_import_its_renderer() -> None:
    look = (
        "import sys; from vitascope.engines import registry; registry.create('animatic'); print('numba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("name", ["animatic", "ltx"])
def test_what_an_engine_would_take_is_known_where_it_could_not_draw(name: str) -> None:
    """An API process beside whose workers stand the GPUs has nothing of what they draw with."""
    look = (
        "import sys\n"
        "for name in ('numba', 'cv2', 'scipy', 'torch', 'diffusers', 'transformers', 'safetensors'):\n"
        "    sys.modules[name] = None\n"
        "from vitascope.core.generation import GenerationRequest, fill\n"
        "from vitascope.engines import registry\n"
        f"spec = fill(GenerationRequest(model='ltxv/ltxv-2', prompt='a boat'), engine={name!r}, seed=1)\n"
        f"print(registry.prospect({name!r}).seconds(spec) > 0)"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
