"""Contract suites and fakes, for our tests and for those of plug-in authors."""

from vitascope.testing.engine_contract import EngineContract, FakeClock, RecordingReport, digest

__all__ = ["EngineContract", "FakeClock", "RecordingReport", "digest"]
