"""Submit a prompt, poll until the video is there, download it. Needs `requests`."""

import os
import sys
import time
from pathlib import Path
from typing import Any

import requests

BASE_URL = os.environ.get("VITASCOPE_BASE_URL", "http://127.0.0.1:8000")
HEADERS = {"Authorization": f"Bearer {os.environ['VITASCOPE_API_KEY']}"}
GENERATIONS = f"{BASE_URL}/v2/video/generations"
POLL_S = 2
GIVE_UP_S = 1000


def checked(response: requests.Response) -> dict[str, Any]:
    """The reply's body; or the end, with the server's own words."""
    body: dict[str, Any] = response.json()
    if response.status_code >= 400:
        sys.exit(f"Error {response.status_code}: {body['message']}")
    return body


def main() -> None:
    prompt = sys.argv[1] if len(sys.argv) > 1 else "A dragon flies over a mountain and roars."
    output = Path(sys.argv[2] if len(sys.argv) > 2 else "clip.mp4")

    request = {"model": "ltxv/ltxv-2-fast", "prompt": prompt, "duration": 6}
    submitted = checked(requests.post(GENERATIONS, json=request, headers=HEADERS, timeout=60))
    print("Generation:", submitted["id"])

    give_up = time.monotonic() + GIVE_UP_S
    while time.monotonic() < give_up:
        query = {"generation_id": submitted["id"]}
        told = checked(requests.get(GENERATIONS, params=query, headers=HEADERS, timeout=60))
        if told["status"] == "completed":
            break
        if told["status"] == "error":
            sys.exit(f"{told['error']['name']}: {told['error']['message']}")
        print(f"{told['status']}, {told.get('progress', 0):.0%}")
        time.sleep(POLL_S)
    else:
        sys.exit(f"Not there after {GIVE_UP_S} s; ask again for {submitted['id']}")

    # The link is signed: it needs no key.
    with requests.get(told["video"]["url"], stream=True, timeout=60) as video, output.open("wb") as file:
        video.raise_for_status()
        for block in video.iter_content(2**20):
            file.write(block)
    print(f"{output}: {told['video']['width']} x {told['video']['height']}, {told['video']['duration']:g} s")


if __name__ == "__main__":
    main()
