"""What is dropped on the page, and what it becomes; the page's request as a program of one's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.slow


def test_a_dropped_image_is_shown_cropped_and_becomes_the_first_frame(member: Visitor, picture: Path) -> None:
    member.drop(picture, "image/png", onto=".image-field .drop >> nth=0")
    member.page.get_by_text("top and bottom are cut off").wait_for()
    member.generate("A green field.")
    member.wait_for_clip()
    pixel = member.page.evaluate(
        """async () => {
            const video = document.querySelector('.stage video');
            const until = name => new Promise(done => video.addEventListener(name, done, { once: true }));
            if (video.readyState < HTMLMediaElement.HAVE_METADATA) await until('loadedmetadata');
            video.pause();
            const shown = until('seeked');
            video.currentTime = 0.001;
            await shown;
            const canvas = new OffscreenCanvas(16, 9).getContext('2d');
            canvas.drawImage(video, 0, 0, 16, 9);
            return [...canvas.getImageData(8, 1, 1, 1).data];
        }"""
    )
    red, green, blue, _ = pixel
    assert green > red + 40 > 40 < green - blue
    member.page.get_by_role("button", name="Use these settings").click()
    member.page.get_by_text("The image of the earlier clip").wait_for()
    assert member.complaints == []


def test_a_file_that_is_no_image_is_refused_at_its_field(member: Visitor, tmp_path: Path) -> None:
    path = tmp_path / "broken.png"
    path.write_bytes(b"\x89PNG, or so it says")
    member.drop(path, "image/png", onto=".image-field .drop >> nth=0")
    member.page.locator(".image-field .problem").get_by_text("not an image").wait_for()


def test_a_clip_that_is_dropped_brings_its_prompt_and_settings_back(member: Visitor, tmp_path: Path) -> None:
    page = member.page
    page.get_by_text("8 s", exact=True).click()
    member.generate("Ein Schiff – 船 – at sea.")
    member.wait_for_clip()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    path = tmp_path / "clip.mp4"
    download.value.save_as(path)
    page.goto(f"{member.base_url}/#/")
    page.get_by_label("Prompt", exact=False).first.fill("something else")
    page.get_by_text("6 s", exact=True).click()
    member.drop(path, "video/mp4", onto=".screen")
    page.get_by_text("The prompt and the settings of clip.mp4").wait_for()
    assert page.locator("textarea").input_value() == "Ein Schiff – 船 – at sea."
    assert page.get_by_label("8 s", exact=True).is_checked()
    assert page.locator("input[type=number]").input_value() != ""


AWKWARD = 'It\'s a "test" with $HOME, `ticks`, a \\n backslash, 船 and 🚢.'


@pytest.mark.parametrize("language", ["curl", "Python", "JavaScript"])
def test_a_request_as_code_makes_the_same_request(member: Visitor, picture: Path, language: str) -> None:
    runs = {"curl": "bash", "Python": sys.executable, "JavaScript": "node"}[language]
    if shutil.which(runs) is None:
        pytest.skip(f"there is no {runs} here")
    page = member.page
    member.drop(picture, "image/png", onto=".image-field .drop >> nth=0")
    page.get_by_text("top and bottom are cut off").wait_for()
    page.locator("textarea").fill(AWKWARD)
    page.get_by_text("8 s", exact=True).click()
    page.get_by_text("More settings").click()
    page.get_by_label("Camera").select_option("jib_up")
    page.locator("input[type=number]").fill("42")
    page.locator(".order").get_by_text("As code").click()
    page.locator(".order").get_by_role("button", name=language, exact=True).click()
    code = page.locator(".order pre").inner_text()
    if language == "curl":
        code = code.partition("\n\n#")[0]  # what follows needs the id
    program = picture.with_name("request.mjs")
    program.write_text(code, encoding="utf-8")
    done = subprocess.run(
        [runs, str(program)], cwd=picture.parent, env={**os.environ, "VITASCOPE_API_KEY": member.key},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    clip = httpx.get(
        f"{member.base_url}/playground/clips?limit=1",
        headers={"Authorization": f"Bearer {member.key}"},
        trust_env=False,
        timeout=60,
    ).json()["data"][0]
    asked = clip["request"]
    assert (asked["prompt"], asked["duration"], asked["camera_motion"], asked["seed"]) == (AWKWARD, 8, "jib_up", 42)
    assert clip["image"]
    assert member.key not in page.content()
