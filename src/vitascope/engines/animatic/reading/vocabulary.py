"""Words that `clause` tells apart by what they mean in a sentence, beyond what the lexicon says of each."""

from __future__ import annotations

WORN = (
    "raincoat", "trench coat", "lab coat", "overcoat", "coat", "cloak", "robe", "gown", "kimono", "dress", "tuxedo",
    "suit", "jacket", "uniform", "apron", "tutu", "overalls", "skirt", "scarf", "cape", "top hat",
    "bowler hat", "cowboy hat",
    "straw hat", "baseball cap", "cap", "beret", "hard hat", "helmet", "sombrero", "crown", "hood", "beanie", "fedora",
    "santa hat", "wizard hat", "chef's hat", "hat",
)  # fmt: skip
"""Clothes that people are drawn in, by how the phrase ends: the longer first. `draw.rigs.costumes` has each."""
FEELINGS = {
    "happy": "happy", "cheerful": "happy", "joyful": "happy", "merry": "happy", "sad": "sad", "heartbroken": "sad",
    "melancholy": "sad", "lonely": "sad", "grieving": "sad", "angry": "angry", "furious": "angry", "fierce": "angry",
    "enraged": "angry", "evil": "angry", "scared": "afraid", "frightened": "afraid", "terrified": "afraid",
    "afraid": "afraid", "panicked": "afraid", "fearful": "afraid", "surprised": "surprised", "astonished": "surprised",
    "shocked": "surprised", "amazed": "surprised",
}  # fmt: skip
"""Adjectives before a person, and the prop by which `draw.rigs.heads` shows them on the face."""
MEN = {
    "man", "boy", "guy", "father", "dad", "grandfather", "grandpa", "son", "brother", "uncle", "husband", "king",
    "prince", "lord", "monk", "priest", "pope", "knight", "cowboy", "santa", "wizard", "gentleman", "groom", "men",
}  # fmt: skip
"""Words that say of somebody that he is none of hers."""
FRAMES = {"portrait", "face", "selfie", "human face"}
"""Of these somebody is who is told next: *a portrait of a king*."""
DRAWN_PROPS = {
    "biped": {
        "umbrella", "sword", "guitar", "violin", "piano", "drums", "spear", "lantern", "torch", "flag", "shield",
        "backpack", "glasses", "transparent", "pan", "flames", "chair", "jug", "surfboard", "bow", "racket",
        "baseball bat", "golf club", "hockey stick", "skateboard", "snowboard", "skis", "spell", "knitting",
        *WORN, *FEELINGS.values(),
    },
    "object": {"pedestal"},
    "face": {"glasses", *WORN, *FEELINGS.values()},
}  # fmt: skip
"""What each rig can hold or wear; the rest is named as not drawn."""
MAX_ROLES = 8
"""Actors in one shot; a frame with more is a crowd that nobody can read."""
MOST = 500
"""Of one kind; `graph.Actor.count` has the same limit."""
PREPOSITIONS = {
    "on", "in", "at", "by", "near", "beside", "behind", "over", "from", "into", "around", "through", "along",
}  # fmt: skip
REACHED = ("to", "on", "at", "into", "up to", "over to", "beside", "by")
"""How phrases begin after which a noun is where a deed leads or ends."""
HANDLING = {"pour out", "hold", "raise", "wear", "put on", "work", "blow"}
"""Verbs whose object is in the hands of who does them."""
SEEN_WITH: dict[str, tuple[str, ...]] = {
    "read": ("book", "novel", "magazine"), "type": ("laptop", "computer", "keyboard"), "cook": ("pan", "frying pan"),
    "drink": ("cup", "mug"), "smoke": ("cigarette",), "paint": ("brush", "palette"),
    "pour": ("milk", "coffee", "tea", "water", "wine", "jug", "latte", "cream", "juice", "beer"),
    "write": ("pen", "paper", "letter"),
}  # fmt: skip
"""Things that `draw.rigs.held` puts into the hands of who does this."""
MEANT_AGAIN = {
    "man": {"", "man"}, "woman": {"woman"}, "boy": {"child"}, "girl": {"child"}, "child": {"child"},
    "person": {"", "man", "woman"}, "figure": {"", "man", "woman"},
}  # fmt: skip
"""Words by which one speaks again of somebody who was called something else, and the voices of whom they suit."""
PLAYED = {"violin", "guitar", "piano", "drums"}
"""Instruments that who has them is drawn playing."""
ENTERING = {"biped", "quadruped", "bird", "dragon"}
"""Who does things of their own accord."""
YOUNG = {"calf", "calves", "cub", "cubs", "pup", "pups", "foal", "kid", "kids", "chick", "chicks", "baby", "babies"}
"""Words for the young of whichever animal was named before them."""
BEARING = {"quadruped", "whale", "bird"}
HEARD = {"music", "melody", "melodies", "chords", "riff", "riffs", "strumming", "song", "songs", "tune"}
"""Words for what an instrument is heard to do, whoever plays it."""
PAIRS = {
    **dict.fromkeys(
        ("couple", "lovers", "newlyweds", "married couple", "two lovers", "young couple", "husband and wife",
         "bride and groom", "pair of lovers"),
        ("man", "woman"),
    ),
    **dict.fromkeys(("old couple", "elderly couple"), ("old man", "old woman")),
}  # fmt: skip
"""Words for two people of whom one is a man and one a woman; each is called what they are."""
HATCHLING_M = 1.3
SHORT = 0.94
"""The least that a small or young adult is of a grown one."""
HUGE, HUGE_M = 1.6, 3.0
"""From which scale on something small is meant to be a monster, and how large that is at least."""
TYPED_ON = {"laptop", "computer", "keyboard", "typewriter"}
COOKS, COOKED = {"chef"}, {"pan", "vegetables", "eggs", "steak", "noodles", "pancakes"}
"""Whose pan is in their hands, and what is in it."""
CHEESED = {"pizza", "slice", "burger", "sandwich", "pasta"}
"""What is drawn with its cheese."""
SYRUPED, SYRUPS = {"pancakes", "waffle", "waffles"}, {"honey", "syrup"}
"""What is drawn with syrup running down it."""
ROOMS = {
    "castle": "stone_walls", "tower": "stone_walls", "church": "church", "cathedral": "church", "temple": "church",
    "cabin": "log_walls", "hut": "log_walls", "barn": "log_walls", "cottage": "log_walls", "house": "",
    "satellite": "spaceship",
}  # fmt: skip
"""How a building is within, by the tags of rooms."""
FITS_M = 3.0
FITS_ON_M = 0.9
"""Height up to which an animal has room on a table."""
SEATS = {"chair": "wooden chair", "armchair": "armchair", "throne": "throne"}
"""What one is drawn sitting on."""
BEDS = {"armchair", "bed", "chair", "bench"}
"""On these animals lie; none is drawn there."""
DRIVEN = {"car", "train", "aircraft"}
"""They have an inside, in which nobody is seen."""
AT_REST = {"parked", "abandoned", "rusty", "wrecked", "broken"}
IN_SADDLE = {
    "horse", "unicorn", "zebra", "donkey", "camel", "llama", "elephant", "bull", "bison", "deer", "moose", "mammoth",
}  # fmt: skip
"""Forms of the quadruped's rig that carry somebody on their backs."""
TROOP = 5
"""How many ride side by side; of more, nobody would see who sits on what."""
RIDDEN = {"motorcycle", "bicycle"}
"""Forms of the car's rig that are drawn with somebody on them."""
CAUSES = ("teach", "help", "ask", "tell", "let", "watch", "invite", "order", "train", "show")
"""How verbs begin whose object is who does what follows: she teaches him *to ride*."""
LED = {"walk", "follow", "chase", "race"}
"""Verbs whose object goes along: somebody walks a dog, a cat chases a mouse."""
EVERYWHERE = {"birds", "room", "city", "sea", "wind"}
"""Sounds that a kind of place has of itself, by the hour and the weather."""
OF_THE_PLACE = {"stars", "light_shafts", "butterflies", "leaves", "fireworks", "lightning", "bubbles"}
SEVERAL = {"balloon": 5, "bird": 7, "fish": 7, "tree": 5, "flower": 7}
"""How many a plural shows, where it is not three."""
OF_NOBODY = {"blasts", "blazes"}
"""Fires that nobody wears: an explosion is beside the soldiers."""
SAME = {
    "sheep",
    "deer",
    "fish",
    "salmon",
    "trout",
    "tuna",
    "elk",
    "moose",
    "bison",
    "squid",
    "samurai",
    "koi",
    "carp",
    "cattle",
}
"""Plurals that look like one; without an article they are several."""
OF_SOMETHING = {"fire", "smoke", "sparks", "beam"}
TINTED = {"glow", "glows", "glowing", "shining", "painted", "dyed", "dressed", "dressed in", "clad", "clad in"}
"""Words before a colour that is of who is spoken of."""
BEFORE_TINT = {"in", "all", "bright", "brightly", "deep", "dark", "a", "an", "softly", "entirely", "completely"}
"""What may stand between such a word and the colour."""
AT_FIRES = {"by", "around", "round", "at", "before", "near", "beside", "over", "in front of", "front of"}
"""Words before a fire of who is at it: *sits by* the fire, *in front of* a fire."""
