"""Settings → wired programs: the one place where classes meet."""
