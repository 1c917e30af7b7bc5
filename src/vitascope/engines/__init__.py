"""Engines: each turns a spec into frames and sound, and knows nothing of jobs, keys or URLs."""
