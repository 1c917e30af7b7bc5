"""Contract suites and fakes, for our tests and for those of plug-in authors."""

from vitascope.testing.engine_contract import EngineContract, FakeClock, RecordingReport, digest
from vitascope.testing.handoff_contract import HandoffContract, RecordingErrand

__all__ = ["EngineContract", "FakeClock", "HandoffContract", "RecordingErrand", "RecordingReport", "digest"]
