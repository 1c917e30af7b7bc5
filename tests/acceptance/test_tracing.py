"""One trace from submit to settle, over programs that have only a database in common; a real OTLP receiver."""

from __future__ import annotations

import gzip
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tests.acceptance.fleet import ended, fleet, submit, until


@contextmanager
def collector() -> Iterator[tuple[str, list[tuple[str, Span]]]]:
    """Its address, and what came: the service's name with each span."""
    come: list[tuple[str, Span]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            for part in ExportTraceServiceRequest.FromString(body).resource_spans:
                facts = {fact.key: fact.value.string_value for fact in part.resource.attributes}
                come.extend((facts["service.name"], span) for scope in part.scope_spans for span in scope.spans)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", come
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_generation_is_one_trace_over_api_and_worker(folder: Path, database_url: str) -> None:
    with collector() as (endpoint, come):
        shared = {
            "VITASCOPE_DATABASE": database_url,
            "VITASCOPE_ARTIFACTS": str(folder / "clips"),
            "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint,
        }
        with fleet(folder, shared) as machines:
            api, worker = machines.api(), machines.worker()
            made = submit(api)
            until(api, made, ended)
            assert worker.stop() == 0  # which sends what is left
            assert api.stop() == 0
    trace = bytes.fromhex(made.partition(":")[0].replace("-", ""))
    assert {span.trace_id for _, span in come} == {trace}
    spans = {span.name: (service, span) for service, span in come}
    assert {"submit", "queue", "attempt", "fetch", "frames", "encode", "publish", "settle", "generation"} <= set(spans)
    assert len(come) == len(spans), "each is told once"
    root, attempt = spans["generation"][1], spans["attempt"][1]
    assert root.parent_span_id == b""
    assert spans["submit"][0] == "vitascope-api"
    assert attempt.parent_span_id == spans["submit"][1].parent_span_id == root.span_id
    assert {spans[name][1].parent_span_id for name in ("fetch", "frames", "publish", "settle")} == {attempt.span_id}
    assert {service for service, span in come if span.name != "submit"} == {"vitascope-worker"}
    order = ["submit", "queue", "fetch", "frames", "publish", "settle"]
    begins = [spans[name][1].start_time_unix_nano for name in order[1:]]
    assert begins == sorted(begins)
    assert "lighthouse" not in str(come), "prompts are nobody's business"
