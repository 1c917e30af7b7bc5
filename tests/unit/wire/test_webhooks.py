"""Webhook messages, read by the library that receivers use."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from vitascope.wire.webhooks import message, message_id, secret_text, signed_headers

ID = UUID("0198c0de-3224-7b14-8e7d-0aa0db708325")
SECRET, OTHER = b"s" * 32, b"o" * 32
AT = datetime(2026, 11, 22, 18, 0, 0, 123456, tzinfo=UTC)


def headers(body: bytes, *secrets: bytes, age: timedelta = timedelta()) -> dict[str, str]:
    return signed_headers(ID, body, secrets=secrets, now=datetime.now(UTC) - age)


@given(prompt=st.text(), secret=st.binary(min_size=24, max_size=64))
def test_the_library_of_receivers_takes_what_we_sign(prompt: str, secret: bytes) -> None:
    body = message("video.completed", at=AT, data={"prompt": prompt})
    read = Webhook(secret_text(secret)).verify(body, headers(body, secret))
    assert read == json.loads(body)
    assert read == {"type": "video.completed", "timestamp": "2026-11-22T18:00:00.123Z", "data": {"prompt": prompt}}


def test_a_body_that_was_changed_another_secret_and_an_old_message_are_refused() -> None:
    body = message("video.failed", at=AT, data={})
    for changed, sent in (
        (body + b" ", headers(body, SECRET)),
        (body, headers(body, OTHER)),
        (body, headers(body, SECRET, age=timedelta(minutes=6))),
    ):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret_text(SECRET)).verify(changed, sent)


@pytest.mark.parametrize("known", [SECRET, OTHER])
def test_while_a_secret_is_replaced_both_read_the_message(known: bytes) -> None:
    body = message("video.cancelled", at=AT, data={})
    Webhook(secret_text(known)).verify(body, headers(body, SECRET, OTHER))


def test_a_message_has_one_id_however_often_it_is_sent() -> None:
    assert message_id(ID) == f"msg_{ID.hex}"
    assert "." not in message_id(ID)  # it is what parts the fields that are signed
