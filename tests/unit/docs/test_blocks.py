"""Every block of the README and the docs is run or checked by a test that is named here, and a new one must be.

What can be pasted is run: by ``tests/acceptance/test_how_tos.py`` page for page, or by the tests below. Of what cannot
be run on this machine, as it wants a cluster, a GPU or the internet, every name is looked up.
"""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.acceptance.test_how_tos import RUN
from tests.unit.docs.blocks import blocks
from tests.unit.docs.test_architecture import names_of_tests

LOOKED_UP = "test_what_a_shell_block_names_is_there"
HELD = {
    "README.md": {
        "sh": ["test_the_shell_program_of_the_readme_makes_a_video"],
        "python": ["test_the_python_program_of_the_readme_ends_with_a_link"],
    },
    "docs/index.md": {"sh": [LOOKED_UP]},
    "docs/tutorial.md": {
        "sh": [LOOKED_UP, "test_the_storyboard_of_the_tutorial_is_drawn"],
        "python": ["test_the_program_of_the_tutorial_makes_a_video"],
        "": ["test_the_tutorial_shows_what_a_start_prints"],
    },
    "docs/reliability.md": {"sh": [LOOKED_UP]},
    "docs/reference/errors.md": {"text": ["test_no_page_is_stale"]},
    "docs/how-to/a-bucket-for-clips.md": {
        "sh": [
            "test_the_shell_of_the_page_reaches_a_bucket",
            LOOKED_UP,
        ]
    },
    "docs/how-to/a-natural-voice.md": {"sh": [LOOKED_UP]},
    "docs/how-to/add-a-world.md": {
        "python": [
            "test_the_world_of_the_page_fills_every_pixel",
            "test_the_line_and_the_words_of_the_page_fit_what_they_go_into",
        ],
        "toml": ["test_the_line_and_the_words_of_the_page_fit_what_they_go_into"],
        "sh": [LOOKED_UP],
    },
    "docs/how-to/add-words-to-the-animatic.md": {
        "toml": ["test_the_words_of_the_page_are_read"],
        "sh": [LOOKED_UP],
    },
    "docs/how-to/behind-a-proxy.md": {"nginx": ["test_the_proxy_of_the_page_agrees_with_the_servers_own_defaults"]},
    "docs/how-to/docker.md": {"sh": [LOOKED_UP] * 3},
    "docs/how-to/follow-a-generation.md": {
        "": ["test_an_event_of_the_page_is_as_they_are_sent"],
        "json": ["test_the_message_of_the_page_is_as_webhooks_are_sent"],
    },
    "docs/how-to/from-the-terminal.md": {"sh": ["test_the_commands_of_the_page_work_one_after_another"] * 10},
    "docs/how-to/hand-renders-to-an-inference-server.md": {"sh": [LOOKED_UP] * 3},
    "docs/how-to/harden.md": {"ini": ["test_the_unit_of_the_page_starts_a_command_that_there_is"]},
    "docs/how-to/kubernetes.md": {
        "sh": [LOOKED_UP],
        "yaml": ["test_the_values_of_the_page_are_ones_that_the_chart_takes"],
    },
    "docs/how-to/limits-and-fair-shares.md": {"json": ["test_the_refusal_of_the_page_is_as_it_is_sent"]},
    "docs/how-to/many-machines.md": {"sh": [LOOKED_UP] * 2},
    "docs/how-to/mcp.md": {"json": ["test_the_entry_of_the_page_starts_a_server_of_tools"], "sh": [LOOKED_UP]},
    "docs/how-to/move-to-outside-services.md": {"sh": [LOOKED_UP]},
    "docs/how-to/playground.md": {"": ["test_the_tutorial_shows_what_a_start_prints"]},
    "docs/how-to/run-ltx-2-on-your-gpu.md": {"sh": [LOOKED_UP] * 6},
    "docs/how-to/test-your-client.md": {
        "python": ["test_the_tests_of_the_page_pass_alone_and_in_parallel"] * 2,
        "yaml": ["test_the_workflow_of_the_page_is_one"],
    },
    "docs/how-to/upgrade.md": {"sql": ["test_the_line_of_the_page_is_read_in_a_migration"]},
    "docs/how-to/write-an-engine.md": {
        "toml": ["test_the_package_of_the_page_brings_its_engine"],
        "python": ["test_the_package_of_the_page_brings_its_engine"] * 2,
        "sh": [LOOKED_UP],
    },
    "docs/how-to/your-own-postgresql.md": {
        "sql": [
            "test_the_database_of_the_page_takes_the_migrations",
            *["test_a_role_with_the_documented_grants_does_all_the_work_and_nothing_more"] * 2,
        ],
        "ini": ["test_a_clip_is_queued_made_and_told_of_by_way_of_a_pooler"],
        "sh": [LOOKED_UP] * 2,
    },
}
"""By page and language, the test that holds each block, in their order."""

DRAWN = {("docs/security.md", "text")}
"""Pictures: there is nothing in them to run."""


def test_every_block_is_held_by_a_test() -> None:
    found: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for block in blocks():
        run = block.page.startswith("docs/how-to/") and block.page[12:-3] in RUN
        if (block.page, block.language) not in DRAWN and not (
            run and block.language in {"sh", "python"} and not block.title
        ):
            found[block.page][block.language] += 1
    known = {page: {language: len(tests) for language, tests in each.items()} for page, each in HELD.items()}
    assert {page: dict(each) for page, each in found.items()} == known, "write a test for it, and name it in HELD"


@pytest.mark.parametrize("page", sorted(HELD))
def test_the_tests_that_are_named_exist(page: str) -> None:
    assert {name for tests in HELD[page].values() for name in tests} <= names_of_tests()
