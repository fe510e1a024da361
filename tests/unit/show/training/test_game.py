"""Regionspelet: the same chance for all, decisions that bite, all of it back from its seed."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pkslib.errors import InputError
from pkslib.show.training.game import (
    GamePanel,
    cards,
    chance,
    costs,
    kept,
    play,
    quarter,
    robots,
    rules,
    score,
)
from pkslib.show.training.game.board import board
from pkslib.show.training.game.panel import region_of
from pkslib.show.training.game.plan import plan_like_last_year
from pkslib.show.training.game.rules import Decisions, Quarter, Week, Year

SOURCE = Path(__file__).parents[4] / "data" / "course"
SEED = 7
SEEDS = (1, 2, 3, 4, 5)
ALL = ("K1", "K2", "K3", "K4", "K5", "K6")


@pytest.fixture(scope="module")
def region():
    return region_of(SOURCE)


@pytest.fixture(scope="module")
def quick(region):
    """What the first quarter gives with decisions of one's own, on a plan without a forecast."""

    def run(**told):
        chosen = told.pop("year", Year(0.85, 4_500_000.0, (), promised=False))
        decided = Decisions(chosen, Quarter(**told.pop("quarter", {})), Week(**told))
        made = plan_like_last_year(region, SEED, 0, chosen, 1.0)
        return quarter.run(region, SEED, 0, quarter.start(), made, decided)

    return run


@pytest.fixture(scope="module")
def games(region):
    """Five games, each played by the three robots."""
    return {
        seed: {name: play.played_by(region, seed, name) for name in robots.NAMES} for seed in SEEDS
    }


def test_the_ladder_wins_on_refused_care_and_overtime_in_four_of_five(games):
    won = 0
    for played in games.values():
        found = {name: score.score(game.outcomes) for name, game in played.items()}
        best = found.pop(robots.LADDER)
        won += all(best.refused < o.refused and best.overtime < o.overtime for o in found.values())
    assert won >= 0.8 * len(games)


def test_promises_are_counted_early_by_the_one_who_counts_them(games):
    for played in games.values():
        early = {name: score.score(game.outcomes).early for name, game in played.items()}
        assert early[robots.FLAT] > 500
        assert early[robots.LAST_YEAR] == 0
        assert early[robots.LADDER] < 100


def test_what_comes_does_not_depend_on_what_anybody_decides(region, games):
    told = {tuple(tuple(one.acute.items()) for one in game.outcomes) for game in games[1].values()}
    assert len(told) == 1
    assert chance.came(region, 1, 3).leave == pytest.approx(chance.came(region, 1, 3).leave)
    assert chance.came(region, 1, 3).arrivals["pneumonia"].sum() != (
        chance.came(region, 2, 3).arrivals["pneumonia"].sum()
    )


def test_nobody_is_lost_from_the_list(region, quick):
    outcome, after = quick(quarter={"bought": 13})
    came = chance.came(region, SEED, 0).arrivals[rules.ELECTIVE].sum()
    assert quarter.start().queue.sum() == pytest.approx(160)
    assert outcome.treated + after.queue.sum() == pytest.approx(160 + came)


def test_beds_help_those_who_come_and_a_fuller_booking_does_not(quick):
    usual, more = quick()[0], quick(quarter={"opened": (2, 1)})[0]
    assert more.elsewhere < usual.elsewhere
    assert more.crowded < usual.crowded
    fuller = quick(year=Year(0.95, 4_500_000.0, (), promised=False))[0]
    assert fuller.put_off > usual.put_off
    assert fuller.within >= usual.within


def test_lending_and_reserve_spare_overtime(quick):
    alone, reserve = quick()[0], quick(reserve=0.1)[0]
    both = quick(lend=True, reserve=0.1)[0]
    assert both.overtime < reserve.overtime < alone.overtime
    assert both.costs.reserve > 0 == alone.costs.reserve
    # Nobody is over where nobody is in reserve.
    assert quick(lend=True)[0] == alone


def test_beds_closed_for_lack_of_staff_spare_overtime_and_turn_patients_away(quick):
    mended, closed = quick()[0], quick(overtime=False)[0]
    assert closed.overtime < mended.overtime
    assert closed.beds[0] < mended.beds[0] == 21
    assert closed.elsewhere + closed.crowded > mended.elsewhere + mended.crowded


def test_beds_agreed_on_cost_their_own_price_and_the_rest_is_hired(region):
    start = quarter.start()
    wanted = {"quarter": Quarter(opened=(3, 0))}
    agreed = Decisions(Year(measures=("K2",)), **wanted)
    # 3 beds of 91 days are 273 bed days: 200 of K2 at SEK 5 200, 73 hired at SEK 9 000.
    found, used = costs.costs_of(region, 0, start, agreed, {}, 10.0)
    assert found.beds == pytest.approx(200 * 5_200 + 73 * 9_000)
    assert used == {"K2": 200.0}
    assert found.overtime == pytest.approx(7_000)
    assert costs.costs_of(region, 0, start, Decisions(Year(), **wanted), {}, 0.0)[0].beds == (
        pytest.approx(273 * 9_000)
    )
    # K2 is for the winter alone.
    assert costs.costs_of(region, 1, start, agreed, {}, 0.0)[0].beds == pytest.approx(273 * 9_000)


def test_a_quarter_after_uses_what_is_left_of_a_measure(region):
    decided = Decisions(Year(measures=("K5",)), Quarter(opened=(0, 2)))
    after = replace(quarter.start(), spent={"K5": 120.0})
    found, used = costs.costs_of(region, 1, after, decided, {}, 0.0)
    assert found.beds == pytest.approx(100 * 5_000 + 82 * 9_000)
    assert used == {"K5": 220.0}
    # A new year begins anew.
    assert costs.costs_of(region, 4, after, decided, {}, 0.0)[1] == {"K5": 182.0}


@pytest.mark.parametrize(
    ("year", "chosen"),
    [
        (Year(frame=9e6), Quarter(opened=(3, 0))),
        (Year(frame=1e6), Quarter(opened=(2, 0))),
    ],
    ids=["staff", "frame"],
)
def test_rules_are_kept(region, year, chosen):
    with pytest.raises(InputError):
        costs.check(region, 0, quarter.start(), Decisions(year, chosen), year.frame)


def test_a_game_is_kept_resumed_and_played_again_from_its_seed(region, tmp_path):
    agreed = Year(0.88, 4_500_000.0, ("K1", "K2"), True)
    first = Decisions(agreed, Quarter((1, 0), 0, 5), Week(0.05))
    second = Decisions(agreed, Quarter((2, -1), 1, 0), Week(0.0, lend=True, overtime=False))
    whole = play.replay(region, SEED, [first, second])
    kept.keep(tmp_path, "grupp å", kept.Game(SEED, (first,)))
    found = kept.read(tmp_path, "grupp å", SEED)
    assert found == kept.Game(SEED, (first,))
    again = play.replay(region, SEED, found.decisions)
    assert again.outcomes == whole.outcomes[:1]
    on = play.played_on(region, SEED, again, second)
    assert on.outcomes == whole.outcomes
    assert np.array_equal(on.state.queue, whole.state.queue)
    assert kept.groups(tmp_path, SEED) == ["grupp å"]
    assert kept.read(tmp_path, "grupp å", SEED + 1) == kept.Game(SEED + 1)


def test_each_year_is_planned_on_what_has_come_since(region):
    usual = Decisions(Year(0.85, 4_500_000.0, (), promised=False))
    first = play.replay(region, SEED, [usual] * 4)
    second = play.played_on(region, SEED, first, usual)
    assert (first.since, second.since) == (0, 4)
    assert not np.array_equal(first.plan.wanted, second.plan.wanted)


def test_a_file_that_is_no_game_says_so(tmp_path):
    file = kept.file_of(tmp_path, "a", 1)
    file.parent.mkdir()
    file.write_text('{"seed": 1}', encoding="utf-8")
    with pytest.raises(InputError):
        kept.read(tmp_path, "a", 1)


def test_the_year_cannot_be_changed_in_its_middle(region):
    first = Decisions(Year(0.85, 4_500_000.0, (), False))
    other = Decisions(Year(0.95, 9_000_000.0, ALL, True))
    assert play.replay(region, SEED, [first, other]).year == first.year


def test_a_game_is_played_on_the_screen_and_taken_up_again(tmp_path, swedish):
    panel = GamePanel("lag å", SEED, SOURCE, tmp_path)
    assert "kvartal 1 av 8" in panel.status.value
    panel.measures["K2"].value, panel.promised.value = True, False
    panel.plan.click()
    assert panel.fault.value == ""
    assert "trappan öppnar" in panel.planned.value
    panel.opened[0].value = 3
    panel.play.click()
    assert "högst 2" in panel.fault.value
    assert kept.groups(tmp_path, SEED) == []
    panel.opened[0].value = 2
    panel.play.click()
    assert panel.fault.value == ""
    assert "2027 kv 1" in panel.history.value
    assert "lucklista" in panel.history.value
    assert panel.target.disabled
    again = GamePanel("lag å", SEED, SOURCE, tmp_path)
    assert again.history.value == panel.history.value
    assert again.planned.value == panel.planned.value
    assert again.decisions() == panel.decisions()


def test_three_groups_and_the_robots_are_compared_on_one_page(tmp_path, swedish):
    usual = Decisions(Year(0.85, 4_500_000.0, (), promised=False))
    counted = Decisions(Year(0.95, 2_500_000.0, ("K1", "K4"), promised=True))
    winter = Decisions(
        Year(0.85, 4_500_000.0, ("K1", "K2", "K5"), promised=False), week=Week(0.1, lend=True)
    )
    opened = [replace(winter, quarter=Quarter(opened=(2 * (at % 4 == 0), 0))) for at in range(8)]
    for group, decided in (("a", [usual] * 8), ("b", [counted] * 8), ("c", opened)):
        kept.keep(tmp_path, f"lag {group}", kept.Game(1, tuple(decided)))
    kept.keep(tmp_path, "lag d", kept.Game(1, (usual,) * 3))
    kept.keep(tmp_path, "lag e", kept.Game(2, (usual,)))
    page = board(1, SOURCE, tmp_path)
    rows = page.split("<tr>")[2:]
    assert len(rows) == 3 + len(robots.NAMES)
    # Planning for winter beats doing nothing; counting promises early comes last of the three.
    places = [name for row in rows for name in ("lag a", "lag b", "lag c") if name in row]
    assert places[0] == "lag c"
    assert places[-1] == "lag b"
    assert "lag d har spelat 3 av 8 kvartal" in page
    assert "lag e" not in page


def test_each_level_has_a_card_and_the_debrief_asks_what_was_believed(swedish):
    assert len(cards.role_cards()) == 6
    assert len({known for _, _, known in cards.role_cards()}) == 6
    assert len(cards.agreed_sheets()) == rules.QUARTERS
    assert cards.debrief_sheet()[1][0] == "Vad trodde ni?"
    assert len(cards.event_cards()) == len(chance.CARDS) == 4
