"""What each document holds: its parts, for whom, which question, which figures and sentences.

The one place where a document's content is chosen. Figures are named as the notebooks draw them;
words and tables are made by :mod:`pkslib.show.document` from the result tables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pkslib.language import mark
from pkslib.show.document import (
    appendix,
    chapters,
    decisions,
    dialogue,
    planning_work,
    political,
    published,
    safety,
    summary,
    who,
    years,
)
from pkslib.show.document.region import Picture, Region
from pkslib.show.report import Report, Sentences

Words = Callable[[Region], Sentences | Report | Picture | None]


@dataclass(frozen=True)
class Figure:
    """A figure taken into a document.

    Attributes
    ----------
    name : str
        As its notebook drew it.
    most : int
        How many of that name are taken, in the order they were drawn.
    notebook : str
        Stem of the only notebook it is taken from; any when empty.
    """

    name: str
    most: int = 1
    notebook: str = ""

    def takes(self, notebook: str) -> bool:
        """Tell whether figures of a notebook are taken."""
        return self.notebook in ("", notebook)


@dataclass(frozen=True)
class Heading:
    """A heading within a part, with what stands under it.

    Attributes
    ----------
    title : str
        Marked for translation.
    """

    title: str


@dataclass(frozen=True)
class Pair:
    """Two figures side by side, where there is room.

    Attributes
    ----------
    figures : tuple of Figure
        In order.
    """

    figures: tuple[Figure, Figure]


@dataclass(frozen=True)
class Stop:
    """What should stop the plan, in a box of its own.

    Attributes
    ----------
    title : str
        Marked for translation.
    said : callable
        Gives its sentences; without any there is no box.
    """

    title: str
    said: Callable[[Region], Sentences]


Block = Words | Figure | Heading | Pair | Stop


@dataclass(frozen=True)
class Part:
    """A part of a document.

    Attributes
    ----------
    anchor : str
        Where links lead.
    title, question, reader : str
        Marked for translation; the question that it answers, and for whom.
    blocks : tuple
        Figures, headings, and functions that give sentences or a table, in order. What gives
        nothing leaves no place, and a part without anything is left out.
    """

    anchor: str
    title: str
    question: str
    reader: str
    blocks: tuple[Block, ...]


INDEX = (
    Part(
        "summary", mark("Summary"),
        mark("What do we need, what do we lack, what is proposed, and what is to be decided?"),
        mark("the region's management"),
        (
            summary.not_made, summary.status, summary.five,
            Pair((Figure("pack.balance"), Figure("pack.since"))), decisions.asked_for,
        ),
    ),
    Part(
        "political", mark("For the political level"),
        mark("What care is needed, what does the budget give, and what must wait?"),
        mark("elected representatives"),
        (
            political.needs, political.budget, political.who_waits, political.waiting,
            political.next_million, political.more_or_less_money,
        ),
    ),
    Part(
        "decisions", mark("Decisions and balance"),
        mark("Where does capacity not suffice, what is done about it, and what is left?"),
        mark("management of the region and its hospitals"),
        (
            decisions.became, Figure("balance.staircase", 2), decisions.who_waits,
            decisions.budgets, decisions.all_lines, summary.since, summary.changed,
            Figure("balance.over_year", 1),
        ),
    ),
    Part(
        "need", mark("The need"),
        mark("Which care need do we have to meet, and why does it change?"),
        mark("heads of department and planners"),
        (chapters.needs, chapters.need, Figure("pack.change"), Figure("demand.fan"),
         chapters.full_wards),
    ),
    Part(
        "capacity", mark("Capacity"),
        mark("What capacity do we have, and what limits it?"),
        mark("heads of department and HR"),
        (chapters.capacity, Figure("capacity.limiting"), chapters.one_more, chapters.hires),
    ),
    Part(
        "plan", mark("The plan"),
        mark("Who is to do how much, and how does it differ from the latest year?"),
        mark("heads of department"),
        (chapters.targets, chapters.plan, Figure("plan.changes", 1), chapters.productivity,
         chapters.productive, Figure("plan.weeks", 1)),
    ),
    Part(
        "follow-up", mark("Follow-up"),
        mark("Did it turn out as planned, and what is to be learnt?"),
        mark("heads of department and the region's management"),
        (chapters.look_first, Figure("follow_up.inpatient"), chapters.large,
         Figure("follow_up.parts"), dialogue.acting, chapters.improvements),
    ),
    Part(
        "outlook", mark("The weeks ahead"),
        mark("Do schedule and bookings suffice, and who waits too long?"),
        mark("heads of units and schedulers"),
        (chapters.ahead, Figure("outlook.region"), chapters.waits,
         Figure("waiting.futures", 2, "08_outlook")),
    ),
    Part(
        "years", mark("Four years"),
        mark("What will the years after demand, and what must be decided in time?"),
        mark("the region's management"),
        (years.said, Figure("years.over_years", 1), years.asked, Figure("years.quarters", 1),
         years.decisions),
    ),
    Part(
        "who", mark("Who does what when"),
        mark("Which level does what, and when is what decided?"),
        mark("everyone with a part in the planning"),
        (
            who.roles, who.wheel, who.months, who.rounds, who.next_days,
            Heading(mark("Guiding principles")), who.principles, planning_work.goals,
            planning_work.maturity,
        ),
    ),
)  # fmt: skip

SAFETY = (
    Part(
        "safety", mark("Is it safe?"),
        mark("Who gives way, who waits too long, and where is there no competent team?"),
        mark("chief physicians and medical advisers"),
        (
            safety.verdict, Stop(mark("Stop"), safety.stops), safety.priorities,
            safety.by_priority, safety.acute, safety.lines, safety.signature,
        ),
    ),
)  # fmt: skip

APPENDIX = (
    Part(
        "assumptions", mark("Assumptions"), mark("What does the plan assume, and who decided it?"),
        mark("planners"), (appendix.among, appendix.assumptions),
    ),
    Part(
        "data", mark("The data"), mark("What does the plan build on, and can it be relied on?"),
        mark("planners"),
        (appendix.data, Figure("data.coverage"), appendix.notes, appendix.outcome_quality),
    ),
    Part(
        "forecast", mark("Method and accuracy of the forecast"),
        mark("How sure is the forecast?"), mark("planners"),
        (
            appendix.forecasts, Figure("demand.accuracy"), appendix.accuracy,
            Figure("demand.overview"), appendix.levels, Figure("demand.levels"),
            Figure("demand.units"),
        ),
    ),
    Part(
        "full", mark("Full wards and waits"),
        mark("What does a target level mean for those who come?"), mark("planners"),
        (
            appendix.need, Figure("need.refusals"), Figure("need.census", 1), Figure("need.waits"),
            Figure("waiting.backtest"),
        ),
    ),
    Part(
        "deviations", mark("Deviations: chance or not"),
        mark("Which deviations would chance not give?"), mark("planners"),
        (appendix.verdicts, Figure("follow_up.deviations", 1), appendix.proposals),
    ),
    Part("words", mark("Words"), mark("What do the words mean?"), mark("all"),
         (appendix.glossary,)),
)  # fmt: skip

OUTSIDE = (
    Part("version", mark("About this version"), "", "", (published.about,)),
    Part("capacities", mark("Need and capacity"), mark("What is needed, and what is there?"), "",
         (Figure("pack.balance"), published.capacities)),
    Part("need", mark("Care needs"), mark("How many patients come, and are expected?"), "",
         (published.need,)),
    Part("waiting", mark("Waiting lists"), mark("Who waits, and how long?"), "",
         (Figure("waiting.published"), published.waiting)),
    Part("plan", mark("Production plan"), mark("What is planned, where and when?"), "",
         (published.plan,)),
    Part("production", mark("Production"), mark("What was done in the latest years?"), "",
         (published.production,)),
    Part("catalogue", mark("Service catalogue"), mark("Who does what, with what restriction?"), "",
         (published.catalogue,)),
)  # fmt: skip
