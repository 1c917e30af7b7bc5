"""`vitascope.api.replies`: whatever a caller sent can be said back."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from vitascope.api.replies import json_reply


@given(st.dictionaries(st.text(), st.text(st.characters(exclude_categories=[])), max_size=3))
def test_a_reply_is_json_in_utf8_and_reads_back_even_with_half_characters(body: dict[str, str]) -> None:
    reply = json_reply(body)
    assert json.loads(bytes(reply.body).decode("utf-8")) == body
    assert reply.headers["content-length"] == str(len(reply.body))
