import json

from vitascope.engines.animatic.reading.describe import describe
from vitascope.engines.animatic.reading.reader import read_prompt


def test_the_notes_are_json_with_a_sentence_a_shot():
    scene = read_prompt("A zorblax dances. Cut to a dog in the snow.", seed=1, duration_s=6.0)
    notes = describe(scene)
    assert json.loads(json.dumps(notes)) == notes
    assert len(notes["storyboard"]) == len(scene.shots) == 2
    assert "zorblax" in notes["approximated"][0]
    assert "in the snow" in notes["storyboard"][1]
