"""What is said before a clip is rendered again."""

from __future__ import annotations

from vitascope.compose.reproduce import other_version


def test_versions_of_one_part_are_told_whole() -> None:
    said = other_version("testcard", there="1.0", here="2.0")
    assert said == "The engine testcard made the clip as version 1.0, and is version 2.0 here."


def test_of_versions_in_parts_only_what_differs_is_told() -> None:
    there = "0.1.0; weights 0a1b; torch 2.13.0; NVIDIA H100"
    said = other_version("ltx", there=there, here="0.1.0; weights 0a1b; torch 2.14.0; NVIDIA A100")
    assert said == "The engine ltx made the clip with torch 2.13.0, NVIDIA H100; here it is torch 2.14.0, NVIDIA A100."


def test_a_receipt_that_says_less_than_is_known_here_is_told_whole() -> None:
    said = other_version("ltx", there="0.1.0", here="0.1.0; weights 0a1b")
    assert "as version 0.1.0, and is version 0.1.0; weights 0a1b here" in said
