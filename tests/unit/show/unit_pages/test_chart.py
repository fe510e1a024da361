import xml.etree.ElementTree as ElementTree

import pytest

from pkslib.show.unit_pages.chart import STRIPES, bars

NAN = float("nan")


def _rects(drawn):
    return [part.attrib for part in ElementTree.fromstring(drawn) if part.tag == "rect"]


def test_the_highest_fills_the_picture_and_the_rest_in_proportion(english):
    rects = _rects(bars(["2026-01", "2026-02"], [50.0, 50.0], [100.0, 25.0], "x"))
    assert [float(rect["height"]) for rect in rects] == pytest.approx([55, 110, 55, 27.5])


def test_below_plan_is_striped_and_without_plan_it_is_not(english):
    rects = _rects(bars(["2026-01", "2026-02", "2026-03"], [5.0, 5, NAN], [4.0, 5, 3], "x"))
    assert [rect["fill"] == "url(#pks-below)" for rect in rects] == [
        False, True, False, False, False,
    ]  # fmt: skip
    assert 'id="pks-below"' in STRIPES


def test_nothing_to_draw_is_no_fault(english):
    assert _rects(bars([], [], [], "x")) == []
    assert _rects(bars(["2026-01"], [NAN], [NAN], "x")) == []
    heights = [float(rect["height"]) for rect in _rects(bars(["2026-01"], [0.0], [0.0], "x"))]
    assert heights == [0, 0]


def test_the_title_is_escaped(swedish):
    assert 'aria-label="a &lt;b&gt; &quot;c&quot;"' in bars(["2026-01"], [1.0], [1.0], 'a <b> "c"')
