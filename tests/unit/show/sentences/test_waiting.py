import pandas as pd

from pkslib.show import sentences

MODEL = pd.DataFrame(
    {"need": ["hip"], "unit": "", "as_of": "2026-10-31", "start": "2027-01-01", "bands_tell": True,
     "today": 31.0, "waiting": 33.0}
)  # fmt: skip


def _ahead(**ends):
    rows = [(future, *values) for future, values in ends.items()]
    found = pd.DataFrame(rows, columns=["future", "overdue_lower", "overdue_upper", "waiting"])
    return found.assign(need="hip", unit="", period="2027-12")


def test_the_futures_of_the_lists(english):
    said = sentences.waiting({
        "waiting_model": MODEL, "waiting_ahead": _ahead(as_lately=(2.0, 2.0, 33.0)),
        "waiting_by_plan": _ahead(plan=(60.0, 70.0, 108.0)),
    })  # fmt: skip
    assert tuple(said) == (
        "31 patients wait on the lists of 31 October 2026; carried to 1 January 2027 with the "
        "bookings made and as many treated as lately they are 33.",
        "At the end of the year 60–70 patients have waited too long by plan, 2 if as many are "
        "treated as lately.",
        "Growing most is hip: from 33 waiting to 108.",
    )


def test_a_list_older_than_the_others_is_named(english):
    two = pd.concat([MODEL, MODEL.assign(need="knee", as_of="2026-07-31")])
    ahead = _ahead(as_lately=(2.0, 2.0, 33.0))
    said = list(sentences.waiting({"waiting_model": two, "waiting_ahead": ahead}))
    # The sum is no list of 31 October.
    assert said[0].startswith("62 patients wait on lists of 31 July 2026 to 31 October 2026; ")
    assert said[1] == (
        "1 of 2 lists are older than the latest; the oldest is that of knee, of 31 July 2026."
    )
    same = list(sentences.waiting({"waiting_model": MODEL, "waiting_ahead": ahead}))
    assert not [line for line in same if "older" in line]


def test_who_is_struck_off_when_lists_are_looked_through_is_told(english):
    results = {"waiting_model": MODEL, "waiting_ahead": _ahead(as_lately=(2.0, 2.0, 33.0))}
    reviews = pd.DataFrame({"need": ["hip", "knee", "eye"], "struck_off": [4.0, 11.0, 0.0]})
    said = [*sentences.waiting(results | {"list_reviews": reviews})]
    assert (
        "Struck off when lists were looked through: 15 patients, most on the list of knee (11). "
        "What is not yet done is not counted."
    ) in said
    one = [*sentences.waiting(results | {"list_reviews": reviews.iloc[1:]})]
    assert one[:-1] == said[:-1]
    assert one[-1].startswith("Struck off when the list of knee was looked through: 11 patients. ")
    not_begun = reviews.assign(struck_off=0.0)
    assert [*sentences.waiting(results | {"list_reviews": not_begun})] == said[:-1]


def test_before_the_plan_and_with_bands_that_do_not_tell(english):
    said = sentences.waiting({
        "waiting_model": MODEL.assign(bands_tell=False),
        "waiting_ahead": _ahead(as_lately=(2.0, 40.0, 33.0)),
    })  # fmt: skip
    assert list(said)[1:] == [
        "If as many are treated as lately, 2–40 patients have waited too long at the end of the "
        "year.",
        "The bands of hip straddle the limit: who has waited too long today is told as a range.",
    ]


def test_without_a_list_waits_are_not_known(english):
    said = sentences.waiting({"waiting_model": MODEL.iloc[:0], "waiting_ahead": MODEL.iloc[:0]})
    assert list(said) == ["Waits are not known: there is no waiting list to carry forward."]


def test_a_list_alone_is_shown_and_not_said_to_be_missing(english):
    none = MODEL.head(0)
    lists = pd.DataFrame({"as_of": ["2026-09-30", "2026-10-31"]})
    assert list(sentences.waiting({"waiting_model": none, "waiting": lists})) == [
        "The waiting lists are shown as they are on 31 October 2026. They are not carried forward: "
        "how many come and how many are treated is not known."
    ]
    assert list(sentences.waiting({"waiting_model": none, "waiting": lists.head(0)})) == [
        "Waits are not known: there is no waiting list to carry forward."
    ]


def test_a_list_is_far_off_where_more_were_treated_because_more_came(english):
    # 86 of 1 000 who came is further off than 30 of 2 000, though both moved the same way.
    rows = pd.DataFrame({
        "need": ["hip", "eye"], "unit": "", "inflow": [1000.0, 2000.0],
        "inflow_before": [800.0, 2500.0], "treated": [1010.0, 1970.0],
        "treated_lately": [924.0, 2000.0], "expected": [204.0, 600.0], "seen": [118.0, 630.0],
    })  # fmt: skip
    assert tuple(sentences.backtested(rows)) == (
        "The lists were expected to hold 804 patients and held 748: 2,980 were treated in the "
        "year, 2,924 at the pace of the year before.",
        "Furthest off was hip, where 204 were expected and 118 wait: 125% as many came and 109% as "
        "many were treated as the year before.",
        "As many treated as lately is the answer to a question, not a forecast: on 2 of 2 lists "
        "treatments changed the same way as those who came.",
    )
    assert not tuple(sentences.backtested(rows.iloc[:0]))
