"""Spans to an OpenTelemetry collector, by OTLP over HTTP: where OTEL_EXPORTER_OTLP_ENDPOINT names one."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import structlog

from vitascope import __version__
from vitascope.core.tracing import NoTracer, TracedSpan, Tracer, root_span_id, trace_id

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import TracerProvider

log = structlog.get_logger(__name__)

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
"""OpenTelemetry's own settings; its SDK reads these and the others itself: headers, sampler, resource."""


def tracer_of(part: str) -> Tracer:
    """This process's; ``part`` is api or worker. One that tells nobody, where no collector is named."""
    off = os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true" or os.environ.get("OTEL_TRACES_EXPORTER") == "none"
    if off or not any(os.environ.get(name) for name in ENDPOINTS):
        return NoTracer()
    try:
        return OtelTracer(part)
    except ImportError as error:
        log.warning("traces_not_sent", why=f"{error}; install vitascope[otel]")
        return NoTracer()


def close(tracer: Tracer) -> None:
    """Send what is left. It blocks, for as long as the collector is waited for."""
    if isinstance(tracer, OtelTracer):
        tracer.shutdown()


class OtelTracer:
    """`core.tracing.Tracer` over OpenTelemetry's SDK, which sends in batches from a thread."""

    def __init__(self, part: str) -> None:
        """Raises ``ImportError`` where the extra is not installed."""
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        facts: dict[str, str | int] = {"service.version": __version__, "process.pid": os.getpid()}
        if not os.environ.get("OTEL_SERVICE_NAME"):
            facts["service.name"] = f"vitascope-{part}"
        self._ids = _ids()
        self._provider: TracerProvider = TracerProvider(
            resource=Resource.create(facts), id_generator=self._ids, shutdown_on_exit=False
        )
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer("vitascope", __version__)

    def trace(self, generation_id: UUID, spans: Sequence[TracedSpan]) -> None:
        from opentelemetry.context import Context
        from opentelemetry.sdk.trace.sampling import Decision
        from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags, set_span_in_context

        try:
            trace = trace_id(generation_id)
            # By the trace's id alone, so that every process comes to the same decision.
            if (
                self._provider.sampler.should_sample(None, trace, "generation").decision
                is not Decision.RECORD_AND_SAMPLE
            ):
                return
            root = SpanContext(trace, root_span_id(generation_id), is_remote=True, trace_flags=TraceFlags(1))
            under = set_span_in_context(NonRecordingSpan(root), Context())
            for span in spans:
                if span.root:
                    self._ids.next_is(root.trace_id, root.span_id)
                self._tell(span, Context() if span.root else under, {"vitascope.generation_id": str(generation_id)})
        except Exception:  # who watches must not be what breaks the work
            log.exception("span_lost", generation_id=str(generation_id))

    def _tell(self, span: TracedSpan, under: Context, about: Mapping[str, Any]) -> None:
        from opentelemetry.trace import Status, StatusCode, set_span_in_context

        told = self._tracer.start_span(
            span.name, under, attributes={**about, **span.attributes}, start_time=span.began_ns
        )
        if span.failed:
            told.set_status(Status(StatusCode.ERROR))
        for child in span.children:
            self._tell(child, set_span_in_context(told, under), about)
        told.end(max(span.began_ns, span.ended_ns))

    def shutdown(self) -> None:
        self._provider.shutdown()


def _ids() -> Any:
    """Ids by chance, but for the one root whose ids are given."""
    from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

    class Ids(RandomIdGenerator):
        def __init__(self) -> None:
            self._trace: int | None = None
            self._span: int | None = None

        def next_is(self, trace: int, span: int) -> None:
            self._trace, self._span = trace, span

        def generate_trace_id(self) -> int:
            given, self._trace = self._trace, None
            return super().generate_trace_id() if given is None else given

        def generate_span_id(self) -> int:
            given, self._span = self._span, None
            return super().generate_span_id() if given is None else given

    return Ids()
