from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.foreign_clips import Foreign
from tests.video_server import VideoServer, video_server
from vitascope.core.ports import Handoff
from vitascope.engines.remote.config import RemoteConfig
from vitascope.engines.remote.engine import RemoteEngine
from vitascope.engines.remote.errand import Patience
from vitascope.testing import HandoffContract


class TestRemoteEngine(HandoffContract):
    server: VideoServer

    @pytest.fixture(autouse=True)
    def serving(self, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
        clip = Foreign(frames=5).write(tmp_path_factory.mktemp("clips") / "clip").read_bytes()
        with video_server(clip) as self.server:
            yield

    def handoff(self) -> Handoff:
        return RemoteEngine(RemoteConfig.of([self.server.url]), patience=Patience(poll_s=0.01, again_s=0.01))

    def hold(self) -> None:
        self.server.release.clear()

    def release(self) -> None:
        self.server.release.set()

    def begun(self) -> int:
        return self.server.made

    def withdrawn(self) -> int:
        return len(self.server.deleted)
