"""What people wear by their trade, and words for age and sex that nouns have in them."""

from __future__ import annotations

from dataclasses import dataclass

from vitascope.engines.animatic.draw.stage import Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Costume:
    outfit: str
    top: Colour | None = None
    bottom: Colour | None = None
    hat: str = ""
    hair: str = ""
    grey: bool = False
    beard: float | None = None
    accent: Colour = (206, 176, 96)
    extras: tuple[str, ...] = ()


_C = Costume
COSTUMES: dict[str, Costume] = {
    "mona lisa": _C(outfit="gown", top=(62, 54, 38), hair="parted", accent=(150, 112, 60), extras=("veil", "folded")),
    "la gioconda": _C(outfit="gown", top=(62, 54, 38), hair="parted", extras=("veil", "folded")),
    "pearl earring": _C(outfit="gown", top=(140, 106, 58), hair="bald", hat="turban", extras=("earring",)),
    "mermaid": _C(outfit="tutu", top=(60, 170, 158), hair="long"),
    "elf": _C(outfit="dress", top=(76, 112, 66), hair="long"),
    "surfer": _C(outfit="tights", top=(38, 44, 58), hair="curly"),
    "einstein": _C(outfit="suit", top=(86, 82, 78), hair="curly", grey=True, beard=-1.0),
    "leonardo": _C(outfit="robe", top=(96, 40, 34), hair="long", grey=True, beard=1.0),
    "lincoln": _C(outfit="suit", top=(34, 34, 38), hat="top hat", beard=0.25),
    "van gogh": _C(outfit="coat", top=(52, 76, 96), hair="short", beard=0.15),
    "astronaut": _C(outfit="space", top=(232, 232, 228)), "cosmonaut": _C(outfit="space", top=(232, 232, 228)),
    "spaceman": _C(outfit="space", top=(232, 232, 228)), "space explorer": _C(outfit="space", top=(232, 232, 228)),
    "knight": _C(outfit="armour", top=(150, 30, 36), hat="helm", extras=("cape",)),
    "samurai": _C(outfit="armour", top=(130, 30, 36), hat="kabuto"),
    "viking": _C(outfit="armour", top=(96, 70, 46), hat="horned", beard=0.9),
    "gladiator": _C(outfit="armour", top=(120, 84, 50), hat="helm"),
    "ninja": _C(outfit="tights", top=(30, 30, 36), bottom=(30, 30, 36), hat="hood"),
    "roman": _C(outfit="armour", top=(150, 34, 34), hat="helm", extras=("cape",)),
    "legion": _C(outfit="armour", top=(150, 34, 34), hat="helm", extras=("cape",)),
    "centurion": _C(outfit="armour", top=(150, 34, 34), hat="helm", extras=("cape",)),
    "soldier": _C(outfit="uniform", top=(88, 94, 66), bottom=(88, 94, 66), hat="soldier", accent=(70, 60, 40)),
    "policeman": _C(outfit="uniform", top=(40, 52, 88), bottom=(34, 42, 70), hat="peaked"),
    "police officer": _C(outfit="uniform", top=(40, 52, 88), bottom=(34, 42, 70), hat="peaked"),
    "guard": _C(outfit="uniform", top=(140, 36, 40), bottom=(40, 42, 52), hat="peaked"),
    "firefighter": _C(outfit="coat", top=(196, 150, 60), bottom=(60, 56, 50), hat="hard hat"),
    "fireman": _C(outfit="coat", top=(196, 150, 60), bottom=(60, 56, 50), hat="hard hat"),
    "captain": _C(outfit="uniform", top=(34, 44, 78), bottom=(34, 40, 64), hat="captain", grey=True, beard=0.35),
    "admiral": _C(outfit="uniform", top=(34, 44, 78), bottom=(230, 228, 222), hat="captain", grey=True),
    "sailor": _C(outfit="shirt", top=(232, 232, 230), bottom=(40, 54, 92), hat="beanie"),
    "fisherman": _C(outfit="overalls", top=(196, 160, 60), bottom=(70, 84, 70), hat="beanie", grey=True, beard=0.45),
    "pirate": _C(outfit="coat", top=(92, 30, 32), bottom=(52, 46, 44), hat="pirate", beard=0.6),
    "king": _C(outfit="robe", top=(130, 24, 44), hat="crown", beard=0.4, extras=("cape",)),
    "emperor": _C(outfit="robe", top=(120, 30, 90), hat="crown", beard=0.4, extras=("cape",)),
    "prince": _C(outfit="uniform", top=(60, 70, 140), hat="crown", extras=("cape",)),
    "queen": _C(outfit="gown", top=(110, 40, 120), hat="crown", hair="up", extras=("cape",)),
    "princess": _C(outfit="gown", top=(224, 130, 170), hat="tiara", hair="long"),
    "bride": _C(outfit="gown", top=(244, 240, 234), hair="up", extras=("veil",)),
    "wizard": _C(outfit="robe", top=(70, 54, 130), hat="wizard", hair="long", grey=True, beard=1.5),
    "gandalf": _C(outfit="robe", top=(128, 128, 132), hat="wizard", hair="long", grey=True, beard=1.7),
    "merlin": _C(outfit="robe", top=(50, 60, 120), hat="wizard", hair="long", grey=True, beard=1.7),
    "witch": _C(outfit="gown", top=(42, 34, 54), hat="wizard", hair="long"),
    "monk": _C(outfit="robe", top=(150, 84, 36), hair="bald"),
    "priest": _C(outfit="robe", top=(36, 34, 38), hair="short"),
    "nun": _C(outfit="robe", top=(40, 38, 44), hair="bald", hat="hood"),
    "ghost": _C(outfit="robe", top=(222, 226, 232), hair="long", grey=True),
    "robot": _C(outfit="robot", top=(156, 164, 174)), "android": _C(outfit="robot", top=(206, 210, 216)),
    "dancer": _C(outfit="dress", top=(196, 40, 70), hair="bun"),
    "ballerina": _C(outfit="tutu", top=(244, 206, 216), hair="bun"),
    "ballet": _C(outfit="tutu", top=(244, 206, 216), hair="bun"),
    "cowboy": _C(outfit="shirt", top=(150, 96, 60), bottom=(58, 70, 104), hat="cowboy", extras=("scarf",)),
    "sheriff": _C(outfit="shirt", top=(120, 92, 66), bottom=(60, 56, 52), hat="cowboy"),
    "detective": _C(outfit="coat", top=(150, 124, 88), bottom=(58, 54, 50), hat="fedora"),
    "spy": _C(outfit="coat", top=(44, 44, 50), bottom=(36, 36, 42), hat="fedora"),
    "chef": _C(outfit="apron", top=(240, 238, 234), bottom=(60, 62, 70), hat="chef", accent=(246, 244, 240)),
    "cook": _C(outfit="apron", top=(240, 238, 234), bottom=(60, 62, 70), hat="chef", accent=(246, 244, 240)),
    "baker": _C(outfit="apron", top=(216, 206, 190), bottom=(90, 80, 70), hat="chef", accent=(246, 244, 240)),
    "waiter": _C(outfit="apron", top=(240, 238, 234), bottom=(30, 30, 34), accent=(34, 34, 38)),
    "barista": _C(outfit="apron", top=(60, 56, 54), accent=(64, 92, 70)),
    "blacksmith": _C(outfit="apron", top=(120, 104, 88), bottom=(60, 52, 46), accent=(92, 62, 40), beard=0.4),
    "smith": _C(outfit="apron", top=(120, 104, 88), bottom=(60, 52, 46), accent=(92, 62, 40), beard=0.4),
    "clown": _C(outfit="overalls", top=(250, 204, 60), bottom=(206, 46, 60), hat="wizard", hair="curly"),
    "juggler": _C(outfit="overalls", top=(90, 160, 200), bottom=(180, 50, 110), hat="bowler"),
    "lumberjack": _C(outfit="overalls", top=(176, 44, 40), bottom=(66, 78, 104), hat="beanie", beard=0.6),
    "woodcutter": _C(outfit="overalls", top=(176, 44, 40), bottom=(66, 78, 104), hat="beanie", beard=0.6),
    "archer": _C(outfit="shirt", top=(150, 62, 48), bottom=(82, 70, 54), hat="cap"),
    "doctor": _C(outfit="coat", top=(240, 242, 244), bottom=(70, 84, 104)),
    "scientist": _C(outfit="coat", top=(240, 242, 244), bottom=(60, 64, 72), hair="curly", grey=True),
    "nurse": _C(outfit="uniform", top=(150, 196, 206), bottom=(150, 196, 206), hair="bun"),
    "surgeon": _C(outfit="uniform", top=(96, 158, 150), bottom=(96, 158, 150), hat="beanie"),
    "professor": _C(outfit="suit", top=(110, 86, 60), bottom=(70, 62, 54), hair="receding", grey=True, beard=0.25),
    "teacher": _C(outfit="suit", top=(96, 84, 72), bottom=(60, 58, 60)),
    "farmer": _C(outfit="overalls", top=(168, 60, 50), bottom=(66, 88, 130), hat="straw hat"),
    "gardener": _C(outfit="overalls", top=(120, 140, 90), bottom=(78, 92, 70), hat="straw hat"),
    "builder": _C(outfit="overalls", top=(214, 130, 40), bottom=(66, 78, 104), hat="hard hat"),
    "miner": _C(outfit="overalls", top=(104, 100, 96), bottom=(60, 62, 70), hat="hard hat"),
    "mechanic": _C(outfit="overalls", top=(60, 70, 90), bottom=(60, 80, 120)),
    "office": _C(outfit="shirt", top=(206, 216, 230), bottom=(52, 56, 70)),
    "social worker": _C(outfit="shirt", top=(150, 170, 150)),
    "worker": _C(outfit="overalls", top=(196, 150, 60), bottom=(66, 84, 124), hat="hard hat"),
    "painter": _C(outfit="overalls", top=(226, 222, 214), bottom=(206, 204, 198), hat="beret"),
    "artist": _C(outfit="shirt", top=(196, 190, 180), hat="beret"),
    "businessman": _C(outfit="suit", top=(44, 50, 66), bottom=(44, 50, 66), accent=(150, 36, 44)),
    "businesswoman": _C(outfit="suit", top=(60, 60, 78), bottom=(50, 50, 66), hair="bob"),
    "minister": _C(outfit="suit", top=(36, 40, 52), bottom=(36, 40, 52), accent=(40, 62, 120)),
    "president": _C(outfit="suit", top=(30, 36, 56), bottom=(30, 36, 56), accent=(150, 36, 44)),
    "chancellor": _C(outfit="suit", top=(52, 54, 62), bottom=(40, 42, 50), accent=(60, 90, 120)),
    "politician": _C(outfit="suit", top=(48, 52, 64), bottom=(48, 52, 64), accent=(140, 40, 46)),
    "senator": _C(outfit="suit", top=(40, 44, 58), bottom=(40, 44, 58), grey=True, accent=(120, 40, 50)),
    "mayor": _C(outfit="suit", top=(60, 54, 56), bottom=(46, 44, 48), grey=True, accent=(180, 140, 60)),
    "ambassador": _C(outfit="suit", top=(38, 44, 50), bottom=(38, 44, 50), accent=(60, 80, 130)),
    "lawyer": _C(outfit="suit", top=(34, 36, 44), bottom=(34, 36, 44), accent=(96, 30, 50)),
    "judge": _C(outfit="robe", top=(28, 26, 32), grey=True),
    "singer": _C(outfit="suit", top=(60, 30, 66)),
    "conductor": _C(outfit="suit", top=(26, 26, 30), bottom=(26, 26, 30)),
    "pianist": _C(outfit="suit", top=(30, 30, 36), bottom=(30, 30, 36)),
    "violinist": _C(outfit="suit", top=(30, 30, 36), bottom=(30, 30, 36)),
    "skier": _C(outfit="coat", top=(50, 110, 190), bottom=(40, 44, 60), hat="beanie"),
    "snowboarder": _C(outfit="coat", top=(210, 120, 50), bottom=(60, 64, 60), hat="beanie"),
    "skateboard": _C(outfit="shirt", top=(90, 96, 104), bottom=(52, 58, 74), hat="cap"),
    "runner": _C(outfit="sport", top=(216, 70, 50), bottom=(40, 44, 60)),
    "athlete": _C(outfit="sport", top=(60, 120, 190), bottom=(240, 240, 240)),
    "boxer": _C(outfit="bare", bottom=(190, 40, 40), hair="short"),
    "player": _C(outfit="sport", top=(50, 110, 190), bottom=(240, 240, 240)),
    "hiker": _C(outfit="coat", top=(190, 90, 50), bottom=(84, 80, 66), hat="beanie"),
    "climber": _C(outfit="sport", top=(210, 110, 50), bottom=(70, 76, 84), hat="hard hat"),
    "explorer": _C(outfit="shirt", top=(178, 156, 110), bottom=(140, 120, 86), hat="fedora"),
    "superman": _C(outfit="tights", top=(40, 80, 180), bottom=(40, 80, 180), extras=("cape",)),
    "superhero": _C(outfit="tights", top=(180, 40, 50), bottom=(40, 60, 140), extras=("cape",)),
    "batman": _C(outfit="tights", top=(60, 62, 70), bottom=(60, 62, 70), hat="hood", extras=("cape",)),
    "santa": _C(outfit="coat", top=(196, 32, 38), bottom=(196, 32, 38), hat="santa", grey=True, beard=0.9),
    "vampire": _C(outfit="suit", top=(26, 24, 30), bottom=(26, 24, 30), hair="receding", extras=("cape",)),
    "hermit": _C(outfit="robe", top=(112, 96, 76), hair="long", grey=True, beard=1.1),
    "fairy": _C(outfit="dress", top=(170, 220, 180), hair="long"),
    "angel": _C(outfit="gown", top=(244, 244, 240), hair="long"),
    "hooded": _C(outfit="robe", top=(40, 40, 48), hat="hood"),
    "reaper": _C(outfit="robe", top=(26, 26, 30), hat="hood"),
}  # fmt: skip
FEMALE = frozenset({
    "woman", "women", "lady", "ladies", "girl", "girls", "mother", "mom", "mum", "aunt", "sister", "heroine",
    "bride", "businesswoman", "wife", "female", "princess", "queen", "empress", "ballerina", "dancer",
    "grandmother", "grandma", "granny", "nurse", "actress", "nun", "witch", "waitress", "duchess", "countess",
    "geisha", "seamstress", "maid", "mona", "gioconda", "pearl", "goddess", "nymph", "fairy", "mermaid", "angel",
    "daughter", "schoolgirl", "sorceress", "priestess", "diva", "soprano", "widow", "niece", "girlfriend",
    "singer",
})  # fmt: skip
MIXED = frozenset({
    "couple", "lovers", "people", "crowd", "family", "families", "friends", "newlyweds", "tourists", "guests",
    "audience", "pedestrians", "commuters", "dancers", "students", "spectators", "passengers", "travellers",
    "partygoers",
})  # fmt: skip
YOUNG = frozenset({
    "child", "children", "kid", "kids", "girl", "girls", "boy", "boys", "toddler", "baby", "schoolgirl",
    "schoolboy", "daughter", "son", "teenager",
})  # fmt: skip
OLD = frozenset({
    "old", "elderly", "grandmother", "grandfather", "grandma", "grandpa", "granny", "hermit", "elder", "aged",
    "wizard", "einstein",
})  # fmt: skip
HATS = {
    "top hat": "top hat", "bowler": "bowler", "cowboy hat": "cowboy", "beret": "beret", "straw hat": "straw hat",
    "sombrero": "straw hat", "cap": "cap", "baseball cap": "cap", "helmet": "hard hat", "crown": "crown",
    "hood": "hood", "beanie": "beanie", "fedora": "fedora", "santa hat": "santa", "chef's hat": "chef",
    "wizard hat": "wizard", "hat": "fedora",
}  # fmt: skip
GARMENTS = {
    "bathing dress": "sport", "trunks": "bare",
    "raincoat": "coat", "trench coat": "coat", "overcoat": "coat", "coat": "coat", "cloak": "robe", "robe": "robe",
    "dress": "dress", "gown": "gown", "kimono": "robe", "suit": "suit", "tuxedo": "suit", "jacket": "suit",
    "uniform": "uniform", "armour": "armour", "armor": "armour", "spacesuit": "space", "apron": "apron",
    "skirt": "dress", "tutu": "tutu", "overalls": "overalls",
}  # fmt: skip
