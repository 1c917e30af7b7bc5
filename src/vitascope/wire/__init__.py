"""The JSON of each surface, to and from `core`."""
