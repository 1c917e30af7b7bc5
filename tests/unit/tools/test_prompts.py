from __future__ import annotations

from pathlib import Path

import pytest

from tools.prompts import chosen, read_prompts


def listed(folder: Path, text: str) -> Path:
    path = folder / "prompts.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_list_that_comes_along_has_twenty_prompts() -> None:
    assert list(read_prompts()) == list(range(1, 21))


def test_a_prompt_goes_on_over_lines_and_prose_is_left_out(tmp_path: Path) -> None:
    path = listed(tmp_path, "# Title\n\nSome prose\nand more.\n\n1. A cat\n   on a mat.\n3) A dog.\n\nAn afterword.\n")
    assert read_prompts(path) == {1: "A cat on a mat.", 3: "A dog."}


@pytest.mark.parametrize("text", ["no number here\n", "1. A cat.\n1. A dog.\n"])
def test_a_list_without_prompts_or_with_a_number_twice_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match="prompt"):
        read_prompts(listed(tmp_path, text))


def test_numbers_and_ranges_choose_in_their_order() -> None:
    prompts = {n: str(n) for n in range(1, 11)}
    assert list(chosen("5, 1,8-10", prompts)) == [5, 1, 8, 9, 10]
    assert chosen("", prompts) == prompts


def test_a_number_that_is_not_in_the_list_is_named() -> None:
    with pytest.raises(ValueError, match="no prompt 3; there are 1 to 2"):
        chosen("3", {1: "a", 2: "b"})
