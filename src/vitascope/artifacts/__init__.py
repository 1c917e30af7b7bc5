"""Where files lie and how they are linked: one object store, local folder or bucket."""
