import xml.etree.ElementTree as ElementTree

import pandas as pd
import pytest

from pkslib.show.names import Names
from pkslib.show.unit_pages import chart, unit_pages

WILD = Names({"unit": {"99-1-MED": "<script>Ward & A"}}, {"bed_day": "bed_day"})
KEYS = ["subject", "place", "item"]


@pytest.fixture
def results(region):
    """One ward's results as the figures are tried on, and a second that chance explains less."""
    rows = region["deviations"].assign(verdict="systematic", periods=12, tracking_signal=9.0)
    sums = rows.groupby(KEYS, as_index=False)[["planned", "outcome", "deviation"]].sum()
    verdicts = sums.assign(verdict="systematic", flag="small", chance=0.04)
    other = verdicts[verdicts["subject"] == "hours"].assign(place="99-2-MED", chance=0.01)
    more = region["deviations"].assign(place="99-2-MED")
    proposals = pd.DataFrame(
        {"what": ["treatment_times"], "place": "99-1-MED", "why": "times_differ", "change": 0.12}
    )
    return {
        "verdicts": pd.concat([verdicts, other]),
        "deviations": pd.concat([region["deviations"], more]),
        "deviation_parts": region["deviation_parts"],
        "available_parts": region["available_parts"],
        "proposals": proposals,
    }


def test_a_line_per_unit_that_chance_explains_least_first(results, english):
    page = unit_pages(results, names=WILD)
    assert page.count("<details>") == 2
    # The stripes that charts refer to are told once.
    assert page.count('id="pks-below"') == 1
    assert page.index("99-2-MED") < page.index("Ward")


def test_every_text_from_data_is_escaped(results, english):
    page = unit_pages(results, names=WILD)
    assert "<script>" not in page
    assert "&lt;script&gt;Ward &amp; A" in page
    assert page._repr_html_() == page


def test_what_a_head_reads_in_a_minute(results, english):
    page = unit_pages(results, names=WILD)
    # Twelve months of 700 planned, −60 in all: 8 400 and 8 340.
    assert "bed_day −0.7% against plan, systematic, but too small to matter" in page
    assert "<td>8,400</td><td>8,340</td><td>−60 (−0.7%)</td>" in page
    # Of the parts, 12 · 25 from the queue and 12 · 60 by fuller use.
    assert "<td>+300</td>" in page
    assert "<td>+720</td>" in page
    # The largest of either side, in words first.
    assert (
        "Largest parts of the deviation: Remainder: queue and other (+300); "
        "Remainder: use of capacity and other (+720)."
    ) in page
    assert "<td>of which nurse</td><td>−288</td>" in page


def test_nothing_followed_up_says_so(results, english):
    bare = {name: frame.iloc[:0] for name, frame in results.items()}
    assert unit_pages(bare) == "<p>There is nothing to follow up yet.</p>"


NAN = float("nan")


def _rects(drawn):
    return [part.attrib for part in ElementTree.fromstring(drawn) if part.tag == "rect"]


def test_the_highest_fills_the_picture_and_the_rest_in_proportion(english):
    rects = _rects(chart(["2026-01", "2026-02"], [50.0, 50.0], [100.0, 25.0], "x"))
    assert [float(rect["height"]) for rect in rects] == pytest.approx([55, 110, 55, 27.5])


def test_below_plan_is_striped_and_without_plan_it_is_not(english):
    rects = _rects(chart(["2026-01", "2026-02", "2026-03"], [5.0, 5, NAN], [4.0, 5, 3], "x"))
    assert [rect["fill"] == "url(#pks-below)" for rect in rects] == [
        False, True, False, False, False,
    ]  # fmt: skip


def test_nothing_to_draw_is_no_fault(english):
    assert _rects(chart([], [], [], "x")) == []
    assert _rects(chart(["2026-01"], [NAN], [NAN], "x")) == []
    heights = [float(rect["height"]) for rect in _rects(chart(["2026-01"], [0.0], [0.0], "x"))]
    assert heights == [0, 0]


def test_the_title_is_escaped(swedish):
    assert 'aria-label="a &lt;b&gt; &quot;c&quot;"' in chart(["2026-01"], [1.0], [1.0], 'a <b> "c"')
