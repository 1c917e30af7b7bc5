"""Programs that people have: the seed's, those of the hosted API's pages, and our own examples. Run as they stand."""

from __future__ import annotations

import json
import os
import re
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.acceptance.conftest import Installation, installed
from vitascope.media.probe import probe

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
SHARED = ROOT.parent / "shared"
SEED = SHARED / "seed" / "000_32ba2c830a215663.txt"
DOCUMENT = SHARED / "openapi" / "openapi-ltxv-2-fast.json"
HOSTED = "https://api.aimlapi.com"

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed here")
needs_curl = pytest.mark.skipif(
    any(shutil.which(tool) is None for tool in ("curl", "jq")), reason="curl or jq is not installed here"
)
needs_seed = pytest.mark.skipif(not SEED.exists(), reason="the seed document is not beside this checkout")
needs_document = pytest.mark.skipif(not DOCUMENT.exists(), reason="the vendor's document is not beside this checkout")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A server to run programs against, and what an environment must hold for it."""

    base_url: str
    key: str
    ca: Path | None

    def run(self, *command: str, cwd: Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        kept = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        ours = {"VITASCOPE_BASE_URL": self.base_url, "VITASCOPE_API_KEY": self.key}
        if self.ca is not None:
            ours |= dict.fromkeys(
                ("NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE"), str(self.ca)
            )
        done = subprocess.run(
            command, env=kept | ours, cwd=cwd, capture_output=True, text=True, timeout=900, check=False
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def here(self, program: str) -> str:
        """``program`` with this server where the hosted one stood, and this key where a key was to be put."""
        return program.replace(HOSTED, self.base_url).replace("<YOUR_AIMLAPI_KEY>", self.key)

    def fetched(self, link: str, path: Path) -> Path:
        """The file behind ``link``, without a key."""
        context = ssl.create_default_context(cafile=None if self.ca is None else str(self.ca))
        path.write_bytes(httpx.get(link, verify=context, trust_env=False, timeout=60).content)
        return path


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with installed(tmp_path_factory.mktemp("plain") / "a folder") as installation:
        yield started(installation)


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with installed(tmp_path_factory.mktemp("secure") / "a folder") as installation:
        yield started(installation, "--tls", "dev")


def started(installation: Installation, *flags: str) -> Place:
    installation.data_dir.parent.mkdir()
    installation.start(*flags)
    ca = installation.data_dir / "tls" / "ca.pem"
    return Place(base_url=installation.base_url, key=installation.key, ca=ca if ca.exists() else None)


def is_a_clip(path: Path, *, seconds: int = 6) -> None:
    facts = probe(path)
    assert (facts.width, facts.height, facts.frames) == (1920, 1080, 25 * seconds)
    assert facts.sound is not None


@needs_node
@needs_seed
def test_the_seeds_javascript_program_runs_to_its_end(secure: Place, folder: Path) -> None:
    text = re.search(r"```javascript\n(.*?)```", SEED.read_text(encoding="utf-8"), re.S)
    assert text is not None
    program = folder / "seed.js"
    program.write_text(secure.here(text[1]), encoding="utf-8")
    said = secure.run("node", str(program), cwd=folder).stdout
    assert re.search(r"^Gen_ID: [0-9a-f-]{36}:ltxv/ltxv-2-fast$", said, re.M), said
    assert set(re.findall(r"^Status: (\w+)$", said, re.M)) <= {"queued", "generating", "completed"}
    assert "Processing complete:" in said
    link = re.search(r"video: \{\s*url: '(https://[^']+)'", said)
    assert link is not None, said
    is_a_clip(secure.fetched(link[1], folder / "clip.mp4"))
    assert "`duration` was 5; the clip is 6 seconds long." in said
    assert "Made without its image: `image_url` is 'https://s2-111386.kwimgs.com/" in said


@needs_node
@needs_seed
def test_the_seeds_javascript_program_is_refused_by_a_client_that_was_not_told_of_the_ca(
    secure: Place, folder: Path
) -> None:
    """The control of the test above: it is the CA that makes the difference."""
    text = re.search(r"```javascript\n(.*?)```", SEED.read_text(encoding="utf-8"), re.S)
    assert text is not None
    stranger = Place(base_url=secure.base_url, key=secure.key, ca=None)
    done = stranger.run("node", "-e", secure.here(text[1]), cwd=folder)
    assert "Request error:" in done.stderr
    assert "Gen_ID" not in done.stdout


@needs_document
@pytest.mark.parametrize(
    ("language", "command"),
    [
        pytest.param("cURL", ("sh", "-c"), marks=needs_curl),
        pytest.param("JavaScript", ("node", "-e"), marks=needs_node),
        ("Python", (sys.executable, "-c")),
    ],
)
@pytest.mark.parametrize("place", ["plain", "secure"])
def test_the_programs_of_the_vendors_document_submit(
    request: pytest.FixtureRequest, folder: Path, place: str, language: str, command: tuple[str, str]
) -> None:
    here: Place = request.getfixturevalue(place)
    operation = json.loads(DOCUMENT.read_text(encoding="utf-8"))["paths"]["/v2/video/generations"]["post"]
    (program,) = (sample["source"] for sample in operation["x-codeSamples"] if sample["lang"] == language)
    said = here.run(*command, here.here(program), cwd=folder).stdout
    assert re.search(r"[0-9a-f-]{36}:ltxv/ltxv-2-fast", said), said
    assert re.search(r"""["']status["']: ?["']queued["']""", said), said
    assert "504000" in said  # 6 seconds: no duration was sent


EXAMPLE_COMMANDS = [
    pytest.param("generate.py", sys.executable, id="python"),
    pytest.param("generate.mjs", "node", id="fetch", marks=needs_node),
    pytest.param("generate.sh", "sh", id="curl", marks=needs_curl),
]


@pytest.mark.parametrize(("example", "interpreter"), EXAMPLE_COMMANDS)
@pytest.mark.parametrize("place", ["plain", "secure"])
def test_an_example_makes_a_video(
    request: pytest.FixtureRequest, folder: Path, place: str, example: str, interpreter: str
) -> None:
    here: Place = request.getfixturevalue(place)
    prompt = 'A "dragon" says: don\'t $HOME \\ é 龍'
    done = here.run(interpreter, str(EXAMPLES / example), prompt, "my clip.mp4", cwd=folder)
    assert "Generation: " in done.stdout
    assert re.search(r"my clip.mp4: 1920 x 1080, 6(\.0)? s", done.stdout), done.stdout
    is_a_clip(folder / "my clip.mp4")


@needs_node
def test_the_example_over_https_makes_a_video_and_says_what_was_changed(secure: Place, folder: Path) -> None:
    program, dead = str(EXAMPLES / "generate_https.js"), "https://images.example.invalid/1.jpeg"
    done = secure.run("node", program, "Mona Lisa puts on glasses.", "clip.mp4", dead, cwd=folder)
    assert "Adjusted: `duration` was 5; the clip is 6 seconds long." in done.stdout
    assert f"Adjusted: Made without its image: `image_url` is '{dead}'" in done.stdout
    assert "clip.mp4: 1920 x 1080, 6 s" in done.stdout
    is_a_clip(folder / "clip.mp4")


@pytest.mark.parametrize(("example", "interpreter"), EXAMPLE_COMMANDS)
@pytest.mark.parametrize(
    ("prompt", "words"), [("[fail at 10%] a boat", "EngineFailed"), (" ", "say in a few words what the video shows")]
)
def test_an_example_says_why_there_is_no_video(
    plain: Place, folder: Path, example: str, interpreter: str, prompt: str, words: str
) -> None:
    done = plain.run(interpreter, str(EXAMPLES / example), prompt, "clip.mp4", cwd=folder, check=False)
    assert done.returncode == 1
    assert words in done.stderr
    assert not (folder / "clip.mp4").exists()
