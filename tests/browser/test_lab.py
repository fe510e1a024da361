"""``pks lab`` answers this machine only, and only who has the token."""

import socket
import urllib.request
from urllib.error import HTTPError

import pytest


def _ask(lab, **headers):
    request = urllib.request.Request(f"{lab.address}/api/contents", headers=headers)
    with urllib.request.urlopen(request) as answer:
        return answer.status


def test_the_token_opens(lab):
    assert _ask(lab, Authorization=f"token {lab.token}") == 200


def test_without_the_token_nothing_is_given(lab):
    with pytest.raises(HTTPError, match="403"):
        _ask(lab)


def test_another_host_name_is_turned_away(lab):
    with pytest.raises(HTTPError, match="403"):
        _ask(lab, Authorization=f"token {lab.token}", Host="planering.example")


def test_nothing_listens_beside_the_loopback_address(lab):
    # A server open to all addresses of the machine would answer at this one too.
    with pytest.raises(OSError), socket.create_connection(("127.0.0.2", lab.port), timeout=5):  # noqa: PT011
        pass
