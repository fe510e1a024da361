import base64

import nbformat
import pytest

from pkslib.pack import drawn

SVG = '<svg width="576pt" height="288pt" viewBox="0 0 576 288" version="1.1"><g/></svg>'


def _notebook(path, *outputs):
    cell = nbformat.v4.new_code_cell("1")
    cell.outputs = [
        nbformat.v4.new_output("display_data", data=data, metadata=told) for data, told in outputs
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    return path


def _picture(extra=""):
    source = base64.b64encode(SVG.encode()).decode()
    return {
        "text/html": f'<img{extra} src="data:image/svg+xml;base64,{source}" width="880" alt="x">'
    }


def _told(name, **more):
    about = {"figure": name, "of": ["bed_day"], "below": 40.0, "statement": "Seen",
             "detail": "drawn", "shape": "A line."}  # fmt: skip
    return {"pks": about | more}


def test_figures_are_taken_by_name_in_the_order_they_were_drawn(tmp_path):
    path = _notebook(
        tmp_path / "05_balance.ipynb",
        (_picture(), _told("balance.staircase")),
        ({"text/html": "<table></table>"}, {}),
        (_picture(' class="pks-nothing"'), _told("balance.units")),
        (_picture(), _told("balance.over_year", of=[])),
    )
    found = drawn.drawn([path])
    assert [figure.name for figure in found] == ["balance.staircase", "balance.over_year"]
    first = found[0]
    assert (first.notebook, first.of, first.width) == ("05_balance", ("bed_day",), 880)
    assert (first.statement, first.detail, first.alt) == ("Seen", "drawn", "A line.")


def test_the_picture_is_cut_below_its_headings(tmp_path):
    path = _notebook(tmp_path / "05.ipynb", (_picture(), _told("balance.staircase")))
    source = drawn.drawn([path])[0].source.partition("base64,")[2]
    svg = base64.b64decode(source).decode()
    assert 'height="248pt" viewBox="0 40 576 248"' in svg


def test_the_words_of_its_headings_are_not_in_the_picture_either():
    words = (
        '<text style="fill: #222" transform="translate(6.9 17.6)">Gapet minskar</text>\n'
        '<text x="6.9" y="31.9" transform="rotate(-0 6.9 31.9)">Per månad</text>\n'
        '<text x="9" y="268.9" transform="rotate(-0 9 268.9)">Brist</text>\n'
    )
    cut = drawn.below(SVG.replace("<g/>", words), 40.0)
    assert ("Gapet" in cut, "Per månad" in cut, ">Brist</text>" in cut) == (False, False, True)


def test_a_named_output_that_is_no_picture_is_a_bug(tmp_path):
    path = _notebook(tmp_path / "05.ipynb", ({"text/html": "<p>"}, _told("balance.staircase")))
    with pytest.raises(ValueError, match="no picture"):
        drawn.drawn([path])


def test_on_a_phone_stands_what_was_drawn_for_one_below_its_headings_as_text():
    picture = _picture()["text/html"]
    told = _told("network.ranges", statement="A & B", phone='<img src="data:," alt="narrow">')
    shown = drawn.for_phone(picture, told)
    assert f'<div class="screen">{picture}</div>' in shown
    assert (
        '<figure class="phone"><figcaption><b>A &amp; B.</b> drawn</figcaption>'
        '<img src="data:," alt="narrow"></figure>' in shown
    )
    assert drawn.for_phone(picture, _told("network.ranges")) == picture
    assert drawn.for_phone("<table></table>", {}) == "<table></table>"
