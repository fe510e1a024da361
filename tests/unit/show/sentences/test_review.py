import numpy as np
import pandas as pd
import pytest

from pkslib.show import sentences
from pkslib.show.names import Names

NAMES = Names(
    {"unit": {"A": "Ward A"}, "capacity": {"bed_day": "Beds"}, "activity": {"x": "Stay"}},
    {"bed_day": "bed_day"},
)


def test_what_changed(english):
    change = pd.DataFrame(
        {
            "capacity": "bed_day",
            "factor": ["latest_year", "population", "margin"],
            "order": [0, 1, 2],
            "effect": [1000.0, 30.0, -50.0],
        }
    )
    assert sentences.change(change, names=NAMES) == (
        "Beds: from 1,000 to 980 bed days; mainly by margin in the scenario (−50).",
    )
    unknown = sentences.change(change.assign(effect=0.0))
    assert unknown == ("Last year's need is not known, so no change can be shown.",)


LEFT = {"late_lower": [120.0], "late_upper": [131.0], "lists_unknown": [2]}


def _pack(**changes):
    tables = {
        "region_summary": pd.DataFrame({"patients": [86500.0], "change": [0.021]} | LEFT),
        "summary": pd.DataFrame(
            {"capacity": ["bed_day"], "need": [110.0], "available": [100.0], "gap": [10.0],
             "shortage": [12.0], "occupancy": [0.94]}
        ),
        "targets": pd.DataFrame(
            {"unit": ["A"], "activity": ["x"], "period": ["2027"], "target": [900]}
        ),
        "ladder_steps": pd.DataFrame(
            {"capacity": "bed_day", "step": [1, 2], "before": [12.0, 6.0], "after": [6.0, 3.0],
             "above": [2.0, 0.0], "cost": [100_000.0, 1_160_000.0]}
        ),
        "budgets": pd.DataFrame(
            {"unit": ["A", "A"], "year": [2026, 2027], "amount": [1e6, 25_000_000.0]}
        ),
    }  # fmt: skip
    return tables | changes


def test_the_headline_answers_the_three_questions(swedish):
    said = [line.replace("\xa0", " ") for line in sentences.headline(_pack(), names=NAMES)]
    assert said == [
        "Vilket vårdbehov behöver vi hantera? 86 500 patienter under planeringsåret, 2,1 % fler "
        "än förra året.",
        "Beds saknas mest: behovet är 110 vårddygn, 100 finns.",
        "Med planen har 120–131 patienter väntat längre än vårdgarantin vid årets slut.",
        "Väntan okänd: planerade vårdbehov utan väntelista: 2.",
        "Vad ska vi åstadkomma? 900 aktiviteter.",
        "Beds: av 12 vårddygn som saknas stänger åtgärderna 9. 3 är ansträngt läge: över "
        "målnivån men under taket.",
        "Vad får det kosta? Åtgärderna i steg 1–4 kostar 1,3 miljoner kronor. Budgeten är 25 "
        "miljoner kronor.",
    ]


def test_what_it_costs_is_the_plan_and_its_measures_against_the_year_s_budget(swedish):
    # 21.5 and 1.3 million against 22: the hospital's own row adds its clinics up once more.
    money = pd.DataFrame({"unit": ["A", "H"], "own": [True, False], "budget": 22e6,
                          "plan_cost": 21.5e6, "measures": 1.3e6, "held": 0.0})  # fmt: skip
    said = sentences.headline(_pack(money=money), names=NAMES)[-1].replace("\xa0", " ")
    assert said.startswith(
        "Vad får det kosta? I senaste årets priser kostar planen 21,5 miljoner kronor"
    )
    assert "0,8 miljoner kronor" in said


def test_the_headline_without_any_result_is_still_honest(english):
    bare = {name: frame.iloc[0:0] for name, frame in _pack().items()}
    assert sentences.headline(bare) == (
        "Which care need do we have to handle? No care need has been worked out.",
        "What are we to achieve? No production targets have been set.",
        "What may it cost? No measure with a cost is used.",
    )


def test_a_waiting_list_alone_is_the_answer_where_nobody_knows_who_comes(english):
    told = _pack()["region_summary"].assign(
        patients=np.nan, change=np.nan, waiting=2955.0, share_lower=0.82, share_upper=0.82
    )
    assert sentences.headline(_pack(region_summary=told))[0] == (
        "Which care need do we have to handle? 2,955 patients wait, 82% of them within the care "
        "guarantee; how many will come is not known."
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (None, "planning year."),
        (0.0, "as many as last year."),
        (-0.1, "10.0% fewer than last year."),
    ],
)
def test_the_care_need_against_last_year(change, words, english):
    summary = pd.DataFrame({"patients": [100.0], "change": [change]} | LEFT).astype(
        {"change": float}
    )
    assert sentences.headline(_pack(region_summary=summary))[0].endswith(words)


@pytest.mark.parametrize(
    ("shortage", "words"),
    [(0.0, "Every capacity is enough, at every unit and time."),
     (5.0, "Over the whole year every capacity is enough, but not at every unit and time.")],
)  # fmt: skip
def test_enough_over_the_year_may_not_be_enough(shortage, words, english):
    summary = pd.DataFrame(
        {"capacity": ["b"], "need": [90.0], "available": [100.0], "gap": [-10.0],
         "shortage": [shortage], "occupancy": [0.77]}
    )  # fmt: skip
    assert sentences.headline(_pack(summary=summary))[1] == words


def test_care_that_gives_way_is_told(english):
    steps = _pack()["ladder_steps"].assign(step=[4, 5])
    said = sentences.headline(_pack(ladder_steps=steps))
    assert any("3 are met by planned care that gives way." in line for line in said)


def test_a_gap_that_the_measures_close(english):
    steps = _pack()["ladder_steps"].assign(after=[6.0, 0.0])
    assert "The measures close every gap." in sentences.headline(_pack(ladder_steps=steps))


@pytest.mark.parametrize(("occupancy", "doubted"), [(0.3, True), (0.5, False), (1.31, True)])
def test_what_can_hardly_be_so_is_said_first(occupancy, doubted, english):
    summary = _pack()["summary"].assign(occupancy=occupancy)
    said = sentences.headline(_pack(summary=summary), names=NAMES)
    assert said[0].startswith("Do not rely on beds yet") is doubted
