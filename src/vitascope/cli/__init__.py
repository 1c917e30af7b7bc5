"""The command line."""

from vitascope.cli.commands import app, main

__all__ = ["app", "main"]
