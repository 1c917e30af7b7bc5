"""A studio set up on this machine's device: what fits is loaded there, what does not stays in the host's memory."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import torch

from vitascope.core.errors import EngineMissing
from vitascope.core.media import RESOLUTIONS, frame_count
from vitascope.engines.ltx.attention import Kernels, attend_by, choose
from vitascope.engines.ltx.claims import Claim, Claims, open_claims
from vitascope.engines.ltx.compiling import check_compiler, compile_blocks
from vitascope.engines.ltx.context_cache import ContextCache
from vitascope.engines.ltx.examine import Holdings, examine
from vitascope.engines.ltx.film import Studio, room_for_decoding
from vitascope.engines.ltx.fitting import (
    ANY,
    EXPLAINED,
    RESERVED,
    TEXT,
    TRANSFORMERS,
    Placement,
    TextPlace,
    Wishes,
    place,
    placements,
    working_bytes,
)
from vitascope.engines.ltx.geometry import Plan, plan
from vitascope.engines.ltx.identity import SHOWN, identity_of_text, joined
from vitascope.engines.ltx.options import PLAN, TEXT_DEVICE, Options
from vitascope.engines.ltx.streaming import stream_blocks
from vitascope.engines.ltx.text import LONGEST, TextEncoder, load_gemma
from vitascope.engines.ltx.warm_up import warm_up
from vitascope.engines.ltx.weights import Weights, load
from vitascope.engines.one_loader import one_loader

GIB = 2**30
ORDINARY = plan(RESOLUTIONS["1080p"], frame_count(10, Fraction(25)), Fraction(25))
"""The clip that must fit beside the weights: larger ones may, and are tried."""
CHOSEN = Options()
"""Where an owner settles nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """Where a model runs."""

    name: str
    """PyTorch's, such as ``cuda``."""
    title: str
    memory: int | None
    """Bytes that are free; ``None`` on a CPU, where nothing needs to be elsewhere."""
    total: int | None = None
    """Bytes in all, where that is known."""
    identity: str | None = None
    """A GPU's UUID, where it has one."""

    @property
    def dtype(self) -> torch.dtype:
        return torch.float32 if self.memory is None else torch.bfloat16


def device_here() -> Device:
    """The first GPU; without one, the CPU, which is for the tiny model alone."""
    if not torch.cuda.is_available():
        return Device(name="cpu", title="no GPU", memory=None)
    return _gpu("cuda")


def _gpu(name: str) -> Device:
    free, total = torch.cuda.mem_get_info(name)
    found = torch.cuda.get_device_properties(name)
    return Device(
        name=name, title=found.name, memory=free, total=total, identity=str(getattr(found, "uuid", "")) or None
    )


def without_claims(device: Device, claims: Claims | None) -> Device:
    """``device`` with only what others of ours will leave of it: what they have not used yet is no less theirs."""
    if claims is None or device.identity is None or device.memory is None or device.total is None:
        return device
    return replace(device, memory=max(0, min(device.memory, device.total - claims.on(device.identity))))


def sizes_of(holdings: Holdings) -> dict[str, int]:
    """Bytes by part, as loaded."""
    return {part.name: part.loaded_bytes for part in holdings.parts}


def placed_on(
    device: Device, sizes: dict[str, int], *, clip: Plan = ORDINARY, wishes: Wishes = ANY, host: int | None = None
) -> Placement:
    """The fastest plan that ``wishes`` leave and that has room for ``clip``. Raises `EngineMissing` where none has.

    ``host`` is the host's memory in bytes, where it is known.
    """
    meant = placements(sizes, wishes)
    if not meant:
        raise EngineMissing(
            f"{PLAN}={wishes.residency} says where text is read, and {TEXT_DEVICE} says otherwise: leave one out."
        )
    if device.memory is None:
        return meant[0]
    placement = place(sizes, clip, memory=device.memory, host=host, wishes=wishes)
    if placement is not None:
        return placement
    free = f"{device.title} has {device.memory / GIB:.0f} GiB free"
    free += "" if host is None else f", and this host {host / GIB:.0f} GiB of its own memory"
    if wishes.residency is None:
        least = min(meant, key=lambda found: found.device_bytes)
        raise EngineMissing(
            f"{free}, and LTX-2 does not fit, not even with {EXPLAINED[least.residency]}: {_taking(least, clip)}."
        )
    nearest = place(sizes, clip, memory=device.memory, host=host, wishes=replace(wishes, residency=None))
    instead = "nor does any other plan" if nearest is None else f"{nearest.residency} does: {_taking(nearest, clip)}"
    raise EngineMissing(f"{free}, and {PLAN}={wishes.residency} does not fit: {_taking(meant[0], clip)}; {instead}.")


def _taking(placement: Placement, clip: Plan) -> str:
    """What a plan takes, in words."""
    on_device = placement.device_bytes + working_bytes(clip) + RESERVED
    locked = f", and {placement.locked_bytes / GIB:.0f} GiB of the host's" if placement.locked_bytes else ""
    return f"it takes {on_device / GIB:.0f} GiB{locked}"


def host_memory() -> int | None:
    """Bytes of the host's memory that this process could have, by Linux; ``None`` elsewhere."""
    try:
        lines = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text().splitlines())
        available = int(lines["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        return None
    try:
        bound = Path("/sys/fs/cgroup/memory.max").read_text().strip()  # a container's
        return min(available, int(bound)) if bound.isdigit() else available
    except OSError:
        return available


def wishes_of(options: Options, device: Device) -> Wishes:
    """What ``options`` settle on ``device``. Raises `EngineMissing` for a device that is not here."""
    text: TextPlace = "by plan"
    if options.text_device != "auto":
        try:
            named = torch.device(options.text_device)
        except RuntimeError:
            named = None
        gpus = torch.cuda.device_count()
        if named is None or named.type not in ("cpu", "cuda") or (named.type == "cuda" and (named.index or 0) >= gpus):
            there = ", ".join(("cpu", *(f"cuda:{index}" for index in range(gpus))))
            raise EngineMissing(f"{TEXT_DEVICE} is {options.text_device!r}; it is auto, or one of {there}.")
        here = torch.device(device.name)
        text = "elsewhere" if named.type == "cuda" else "host"
        if named.type == here.type and (named.index or 0) == (here.index or 0):
            text = "device"
    residency = None if options.plan == "auto" else options.plan
    return Wishes(residency=residency, text=text, text_eight_bits=options.text_8bit)


def set_up(folder: Path, options: Options = CHOSEN, *, step: Callable[[str, int, int], None]) -> Studio:
    """A studio with the weights of ``folder``, each module of which has run here; ``step`` is told what is being done.

    Raises `EngineMissing`, and `EngineFailed` where a module runs and fails.
    """
    step("examining weights", 0, 3)
    holdings = examine(folder)
    problems = [part.problem for part in holdings.parts if part.problem is not None]
    if problems:
        raise EngineMissing(" ".join(problems))
    # What fits is looked at within the locks: two that begin at once on one GPU must not both count on all of it. That
    # on the weights' folder is for those that do not share the other, as in containers.
    with _loading_alone(folder, waiting=lambda: step("another loads", 0, 3)) as claims:
        chosen = chosen_here(sizes_of(holdings), options, claims)
        step(f"weights, {chosen.placement.residency}", 1, 3)
        weights = _weights(folder, chosen, options)
        step("text encoder", 2, 3)
        text_on, dtype = chosen.text_on, chosen.device.dtype
        gemma, tokenizer = load_gemma(
            folder, dtype=dtype, device=text_on, eight_bits=options.text_8bit, workshop=chosen.device.name
        )
        read_by = identity_of_text(folder)
        held = _claimed(chosen, claims)
    text = TextEncoder(
        gemma=gemma,
        tokenizer=tokenizer,
        connectors=weights.connectors,
        connectors_full=weights.connectors_full,
        cache=_cache(options, weights, read_by=read_by, dtype=dtype, text_on=text_on),
    )
    warm_up(weights, text, step=step)
    host, gemma_bytes = host_memory(), sum(weight.nbytes for weight in gemma.parameters())
    may_leave = chosen.placement.text == "device" and (host is None or host > gemma_bytes)
    return Studio(
        weights=weights,
        text=text,
        room=room_for_decoding(weights.vae.device) if may_leave else math.inf,
        claims=held,
        made_with=_made_with(weights, read_by, chosen, options),
    )


@contextlib.contextmanager
def _loading_alone(folder: Path, *, waiting: Callable[[], None]) -> Iterator[Claims | None]:
    with open_claims(waiting=waiting) as claims, one_loader(folder, waiting=waiting):
        yield claims


def _claimed(chosen: Chosen, claims: Claims | None) -> tuple[Claim, ...]:
    """What this studio takes at its most of each GPU, for those that come after."""
    if claims is None:
        return ()
    placement = chosen.placement
    wanted = [(chosen.device.identity, placement.device_bytes + working_bytes(ORDINARY) + RESERVED)]
    if placement.text == "elsewhere":
        wanted.append((_gpu(chosen.text_on).identity, placement.text_bytes + RESERVED))
    made = [claims.make(identity, size) for identity, size in wanted if identity is not None]
    return tuple(claim for claim in made if claim is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """How a studio is set up here."""

    device: Device
    placement: Placement
    text_on: str
    """PyTorch's name of the device that reads prompts."""
    kernels: Kernels


def chosen_here(sizes: dict[str, int], options: Options, claims: Claims | None = None) -> Chosen:
    """For parts of these ``sizes``, beside what ``claims`` others have. Raises `EngineMissing` for what is asked and
    cannot be, before it is loaded."""
    device = without_claims(device_here(), claims)
    placement = placed_on(device, sizes, wishes=wishes_of(options, device), host=host_memory())
    if placement.text == "elsewhere":
        free = without_claims(_gpu(options.text_device), claims).memory or 0
        if free < placement.text_bytes + RESERVED:
            raise EngineMissing(
                f"{TEXT_DEVICE}={options.text_device} has {free / GIB:.0f} GiB free, and the text encoder takes "
                f"{(placement.text_bytes + RESERVED) / GIB:.0f} GiB there."
            )
    here = torch.device(device.name)
    if options.compile:
        check_compiler(here)
    return Chosen(
        device=device,
        placement=placement,
        text_on={"device": device.name, "host": "cpu", "elsewhere": options.text_device}[placement.text],
        kernels=choose(options.attention, here),
    )


def _weights(folder: Path, chosen: Chosen, options: Options) -> Weights:
    """All but the text encoder, in place."""
    placement, device = chosen.placement, chosen.device
    weights = load(
        folder,
        dtype=device.dtype,
        device=device.name,
        elsewhere=dict.fromkeys(TEXT, chosen.text_on)
        | dict.fromkeys(TRANSFORMERS if placement.streamed else (), "cpu"),
        eight_bits=TRANSFORMERS if placement.eight_bits else (),
    )
    for transformer in (weights.transformer, weights.transformer_full):
        if transformer is None:
            continue
        attend_by(transformer, chosen.kernels)
        if placement.streamed:
            stream_blocks(transformer, device.name)
        if options.compile:
            compile_blocks(transformer)
    return weights


def _made_with(weights: Weights, read_by: str, chosen: Chosen, options: Options) -> tuple[str, ...]:
    """What decides over a clip's numbers beside its spec and our version, a few words each."""
    known = joined({**weights.identity, "text_encoder": read_by})[:SHOWN]
    return (
        f"weights {known}",
        *(["blocks in eight bits"] if chosen.placement.eight_bits else []),
        *(["text in eight bits"] if options.text_8bit else []),
        *([f"text on {_title(chosen.text_on)}"] if chosen.text_on != chosen.device.name else []),
        f"torch {torch.__version__}",
        _title(chosen.device.name),
        f"{chosen.kernels} attention",
        *(["compiled"] if options.compile else []),
    )


def _title(device: str) -> str:
    """What of a device its numbers depend on: a GPU's model, or the instructions that a processor has."""
    if torch.device(device).type == "cpu":
        return f"CPU with {torch.backends.cpu.get_cpu_capability()}"
    return torch.cuda.get_device_name(device)


def _cache(
    options: Options, weights: Weights, *, read_by: str, dtype: torch.dtype, text_on: str
) -> ContextCache | None:
    """Where contexts are kept on disk, if anywhere, under all that decides over their numbers."""
    if options.context_cache is None:
        return None
    connectors = {name: found for name, found in weights.identity.items() if name in TEXT}
    made_by = {
        "text": read_by,
        **connectors,
        "tokens": str(LONGEST),
        "dtype": str(dtype),
        "eight bits": str(options.text_8bit),
        "device": _title(text_on),
        "torch": torch.__version__,
    }
    return ContextCache(options.context_cache, limit_bytes=options.context_cache_mb * 2**20, made_by=made_by)
