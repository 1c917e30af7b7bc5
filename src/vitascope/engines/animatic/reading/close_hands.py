"""Hands that the picture is about: whose they are, and what they are at; `draw.rigs.close_hands` draws them."""

from __future__ import annotations

from dataclasses import replace

from vitascope.engines.animatic.reading.drafts import Notes, Take
from vitascope.engines.animatic.reading.lexicon import Entry

_HANDS = {"hand", "hands", "finger", "fingers", "palm", "palms", "fingertips"}
HANDS = Entry(
    word="hands", table="things", rig="object", form="hands", size=0.26, habitat="table", home="interior",
    facing="away", action="idle",
)  # fmt: skip
_AT: tuple[tuple[str, set[str], set[str]], ...] = (
    ("type", {"type"}, {"keyboard", "laptop", "computer", "typewriter"}),
    ("piano", {"play"}, {"piano", "organ"}),
    ("guitar", {"strum", "pluck"}, {"guitar", "ukulele", "violin"}),
    ("knead", {"knead"}, {"dough"}),
    ("write", {"write", "draw", "sign"}, {"letter", "pen", "paper", "diary", "notebook"}),
    ("pot", {"shape", "mould", "mold"}, {"clay", "pottery", "potter", "pot"}),
    ("slice", {"cook", "slice", "chop", "cut"}, {"vegetables", "carrot", "onion", "knife", "chef", "cook"}),
    ("shake", {"shake hands"}, {"handshake"}),
)  # fmt: skip
"""What hands are at, the words or actions of verbs that say so, and the things."""
_TOLD = {
    "type": "typ", "knead": "knead", "piano": "play", "write": "writ", "guitar": "play", "slice": "", "pot": "",
    "shake": "shak",
}  # fmt: skip
"""How the words begin by which verbs were told that are shown after all."""
_FOUND_IN = {"hills": {"seed", "flower", "butterfly", "bird", "mushroom", "apple", "snail", "ladybird", "frog", "coin"}}


def is_hand(text: str) -> bool:
    return text.lower().rpartition(" ")[2] in _HANDS


def framed_by(take: Take, *, opens: bool) -> bool:
    """Whether hands that are named here are what one sees: in a close shot, or where the prompt begins with them."""
    return take.framing == "close" or (opens and not take.framing)


def set_at_work(take: Take, notes: Notes) -> None:
    """What the hands of ``take`` are at, and what lies in them; that is no actor of its own."""
    hands = next((r for r in take.roles if r.entry.form == "hands"), None)
    if hands is None:
        return
    take.framing = "close"
    others = [r for r in take.roles if r is not hands]
    verbs = {w for d in hands.deeds for w in (d.verb.word, d.verb.action)}
    music = {*notes.music}
    words = {w for r in others for w in (r.entry.form, *r.label.lower().split())} | {*hands.label.lower().split()}
    words |= {w.removesuffix("'s") for w in words} | {w for p in hands.props for w in p.split()}
    said = {w for text in (*notes.understood, *notes.not_understood) for w in text.lower().split()}
    work = next((name for name, does, _ in _AT if does & verbs and name not in {"piano", "write", "slice"}), "")
    about = words | music | said
    both = next((name for name, does, things in _AT if does & verbs and things & about), "")  # no pots of who slices
    work = work or both or next((name for name, _, things in _AT if things & about), "")
    work = work or next((name for name, does, _ in _AT if does & verbs and name != "piano"), "")
    held = next((r for r in others if r.entry.rig in {"object", "cup", "flower", "butterfly", "bird"}), None)
    home = "interior"
    if not work and any(t.startswith("Not shown: shake") for t in notes.approximated):
        work = "shake"
    hands.props.clear()
    if work:
        hands.props.append(f"doing {work}")
    elif held is not None:
        form = held.entry.form if held.entry.rig == "object" else held.entry.rig
        if held.entry.rig in {"object", "cup", "flower"}:
            hands.props.append(f"holding {form}")
            if held.colour:
                hands.colour = None
        home = held.entry.home or next((place for place, forms in _FOUND_IN.items() if form in forms), "hills")
    hands.entry = replace(hands.entry, home=home)
    for role in [r for r in others if r.entry.rig in {"object", "placeholder", "cup", "flower"}]:
        shown = work or (role is held and f"holding {role.entry.form}" in {*hands.props, f"holding {role.entry.rig}"})
        take.leave_out(role, hands)
        card = f"A labelled placeholder stands for: {role.label}."
        notes.approximated[:] = [t for t in notes.approximated if t != card]
        if not shown and role is not held:
            notes.approximated.append(f"Not drawn: {role.label}.")
    for person in [r for r in take.roles if r.entry.rig == "biped" and not r.deeds]:
        take.leave_out(person, hands)
    notes.approximated[:] = [
        t for t in notes.approximated
        if not (t.startswith("Not shown: ") and t.endswith((f"({hands.label}).", "(somebody).")) and work in _TOLD
                and t.removeprefix("Not shown: ").startswith(_TOLD[work]))
        and not (t.startswith("Not shown: hold") and held is not None)
    ]  # fmt: skip
    hands.deeds = []
