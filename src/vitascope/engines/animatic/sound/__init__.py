"""Scene graph → soundtrack: ambience, events, speech and a music bed, mixed to one stereo waveform."""
