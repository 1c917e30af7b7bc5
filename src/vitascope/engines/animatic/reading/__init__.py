"""Prompt → scene graph: words are split, looked up, and placed in space and time. No drawing, no sound."""
