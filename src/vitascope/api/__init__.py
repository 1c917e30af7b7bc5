"""HTTP: one file a surface."""
