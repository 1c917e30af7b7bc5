"""Vitascope: a prompt in, a video with sound out."""

__version__ = "0.1.0"
