"""Pixels and samples to files, and pictures to pixels. The one room that knows PyAV."""
