"""Logs: one line an event on standard error, for people in a terminal, as JSON elsewhere. Libraries' lines, too."""

from __future__ import annotations

import logging
import sys

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger


class _StandardError:
    """`sys.stderr` as it is by then: it may be another than when logs were set up, and that one closed."""

    def write(self, text: str) -> None:
        sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


_STANDARD_ERROR = _StandardError()


def set_up_logs(level: str, form: str = "auto") -> None:
    """Ours from ``level`` on, those of libraries from warnings on; in the ``form`` json, console, or as fits."""
    number = logging.getLevelNamesMapping()[level.upper()]
    beside: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    # Plain tracebacks: rich ones print local variables, and a request's hold its key.
    shown: list[Processor] = (
        [_visible, structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if form == "console" or (form == "auto" and sys.stderr.isatty())
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    structlog.configure(
        processors=[*beside, *shown],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(file=_STANDARD_ERROR),  # type: ignore[arg-type]
    )
    _set_up_libraries(max(number, logging.WARNING), beside, shown)


def _set_up_libraries(number: int, beside: list[Processor], shown: list[Processor]) -> None:
    """They log by the standard library, which would write plain text among the JSON."""
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*beside, structlog.stdlib.add_logger_name],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *shown],
    )
    handler = logging.StreamHandler(_STANDARD_ERROR)
    handler.setFormatter(formatter)
    logging.basicConfig(level=number, handlers=[handler])
    # The pool says the same thing for every connection that an outage closes; our own lines say it once.
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
    # A form that it cannot read is its sender's mistake, and answered with a 400.
    logging.getLogger("python_multipart").setLevel(logging.ERROR)
    # So is a request that is none; a stranger could fill the disk with these.
    logging.getLogger("uvicorn.error").addFilter(lambda record: record.msg != "Invalid HTTP request received.")


_CONTROLS = {number: f"\\x{number:02x}" for number in (*range(32), *range(127, 160))} | {
    number: f"\\u{number:04x}" for number in (0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
"""Characters that end a line, or that a terminal obeys: cursor, colours, the direction of writing."""


def _visible(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """What strangers and children write, such as a path, must neither forge a line nor steer a terminal."""
    for name, value in event.items():
        if isinstance(value, str) and name != "exception":
            event[name] = value.translate(_CONTROLS)
    return event
