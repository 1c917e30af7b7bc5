"""The command line."""


def main() -> None:
    """Entry point. The rest is read when it runs, so that a Ctrl-C in the first second is no traceback either."""
    try:
        from vitascope.cli.commands import main as run
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    run()
