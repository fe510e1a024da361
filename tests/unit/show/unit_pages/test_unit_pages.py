import pandas as pd
import pytest

from pkslib.show.names import Names
from pkslib.show.unit_pages import unit_pages

WILD = Names({"unit": {"99-1-MED": "<script>Ward & A"}}, {"bed_day": "bed_day"})
KEYS = ["subject", "place", "item"]


@pytest.fixture
def results(region):
    """One ward's results as the figures are tried on, and a second that chance explains less."""
    rows = region["deviations"].assign(verdict="systematic", periods=12, tracking_signal=9.0)
    sums = rows.groupby(KEYS, as_index=False)[["planned", "outcome", "deviation"]].sum()
    verdicts = sums.assign(verdict="systematic", by_chance=0.04)
    other = verdicts[verdicts["subject"] == "hours"].assign(place="99-2-MED", by_chance=0.01)
    more = region["deviations"].assign(place="99-2-MED")
    proposals = pd.DataFrame(
        {"what": ["treatment times"], "place": "99-1-MED", "why": "times_differ", "change": 0.12}
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
    assert page.index("99-2-MED") < page.index("Ward")


def test_every_text_from_data_is_escaped(results, english):
    page = unit_pages(results, names=WILD)
    assert "<script>" not in page
    assert "&lt;script&gt;Ward &amp; A" in page
    assert page._repr_html_() == page


def test_what_a_head_reads_in_a_minute(results, english):
    page = unit_pages(results, names=WILD)
    # Twelve months of 700 planned, −60 in all: 8 400 and 8 340.
    assert "bed_day −0.7% against plan, systematic" in page
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
