"""The music bed: a few chords in the mood of the clip, played by one small instrument."""
