"""The PDF of a pack; without the extra, why there is none."""

import sys

import pytest

from pkslib.language import using
from pkslib.pack import pdf

PAGE = '<html lang="sv"><head><title>Plan</title></head><body><h1>Plan</h1>{}</body></html>'


def test_without_the_extra_the_reason_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with using("en"):
        assert "pip install pkslib[pdf]" in pdf.absent()


@pytest.fixture
def made(tmp_path):
    pytest.importorskip("weasyprint", reason="the extra pdf is not installed")

    def make(body):
        pdf.write(PAGE.format(body), tmp_path / pdf.NAME)
        return (tmp_path / pdf.NAME).read_bytes()

    return make


def test_the_same_page_gives_the_same_bytes(made):
    assert made("<p>Vårdplatser</p>") == made("<p>Vårdplatser</p>")
    assert made("<p>Vårdplatser</p>").startswith(b"%PDF-")


def test_no_file_of_the_machine_is_taken_in(made, tmp_path):
    picture = tmp_path / "secret.png"
    # One grey pixel.
    picture.write_bytes(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d4948445200000001000000010800000000 3a7e9b55"
            "0000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
        )
    )
    assert b"/Image" not in made(f'<img src="{picture.as_uri()}" alt="">')
