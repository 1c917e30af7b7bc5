"""Loudness, ducking and limiting: stems in, one finished waveform out."""
