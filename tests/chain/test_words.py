"""Whole packs in each language: no word of the other stands in any document, sheet or picture.

What is looked through is what a reader meets: pages of documents, units and notebooks, what stands
in pictures and in what is told of them, the workbook, and what is bound as the PDF. A region's own
words are left out: on pages by their mark, elsewhere as the data set has them.
"""

import base64
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from pkslib.language import catalogue, using
from pkslib.pack import drawn, html, make, own, papers
from pkslib.run.runner import Request, run
from pkslib.show.document.region import Region
from pkslib.tables import store
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS

EXAMPLE = Path(__file__).parents[2] / "data" / "example"
REGION, YEAR = "99", 2027
# Words that no sentence of a language does without, and that are none in the other.
COMMON = {
    "sv": (
        "alla att av avvikelse behov behovet bort dag de den det dessa deras detta där efter "
        "eller enhet enheter ett framåt fler från få får före för förra gör göra hade har hur "
        "icke inom inte kan kapacitet kvar kvartal kö lika mellan minst mot mycket målnivå "
        "månad måste ned nedan nej nästa nu när och också om ovan patienter plats platser på "
        "region saknas samma sedan ska skall skulle som störst så tid tiden tidigare till "
        "tillgänglig timmar utan utfall utom varje vecka veckor vid vilka vilken vård vården "
        "väntar väntelista år året är åtgärd åtgärder ändring över"
    ),
    "en": (
        "about above after all also an and another any are as asked because been before below "
        "between beds both but by can care chance closed could decided does each every first "
        "follows for from given gives had has have hours how if into is it its last least "
        "left less may measures month more most must need needs never no not nothing of only "
        "other our out over own patients per plan quarter rather shown since some such than "
        "that the their them there these they this those through to too towards unit units "
        "until upon was week weeks were what when where which while who whose why with within "
        "without would year years yet"
    ),
}  # fmt: skip
# Names of people, places and programs in sources and prose.
NAMES = set(
    "jönköping jönköpings västra götaland götaland's götalands bruin de pks workbench "
    # Looked for in data sets of either language.
    "doctor physician surgeon läkare kirurg endoskopist".split()
)
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# What is written for programs: tables, settings, formulas, files, units.
CODE = re.compile(
    r"=.*|\{.*?\}|\w+(?:[._]\w+)+|\[[\w.]+\]|\d+-\d+-\w+"
    r"|(?:tabellen|notebooken|kolumn|the table|the notebook|column) \w+"
)
# What only the appendix may hold, and there explained: the machine's own names, words of method,
# and the headings of another document's questions.
MACHINE = re.compile(
    r"\[(?:demand|capacities|balance|outlook|units)\.|\bMASE\b|skuggpris|shadow price|APICS"
    r"|\w\.(?:py|toml|parquet|csv|xlsx|ipynb|md)\b|\bdocs/|inga rader|no rows"
    r"|spårsignal|tracking signal|littles lag|little['’]s law|least_squares|reconcile"
    r"|\b(?:fråga|läsare|question|reader):",
    re.IGNORECASE,
)
VOID = {"br", "img", "meta", "link", "input", "hr", "col", "source"}


class _Reader(HTMLParser):
    """Gathers what a reader of a page meets: text, and what stands in for pictures."""

    def __init__(self, whole=False):
        super().__init__()
        self.said, self._open, self._whole = [], [], whole

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        if tag not in VOID:
            other = tag == "code" or ("lang" in known and tag != "html")
            hidden = tag in ("style", "script") or (other and not self._whole)
            self._open.append((tag, hidden))
        if not any(hidden for _, hidden in self._open):
            told = ("alt", "aria-label", "title")
            self.said += [known[name] for name in told if known.get(name)]
            source = known.get("src") or ""
            if source.startswith("data:image/svg"):
                self.said += _read(base64.b64decode(source.split(",", 1)[1]).decode())

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if data.strip() and not any(hidden for _, hidden in self._open):
            self.said.append(data.strip())


def _read(page, whole=False):
    reader = _Reader(whole)
    reader.feed(page)
    return reader.said


def _cells(path):
    book = openpyxl.load_workbook(path)
    yield from (book.properties.title, book.properties.creator, book.properties.subject)
    for sheet in book:
        yield sheet.title
        for row in sheet.iter_rows(values_only=True):
            yield from (cell for cell in row if isinstance(cell, str))


def _bound(folder, language):
    """Return what the PDF of a pack is made of."""
    with using(language):
        region = Region(REGION, YEAR, store.Tables(folder))
        about = html.About(make.region_name(folder, REGION), {}, language)
        figures = drawn.drawn(sorted((folder / "notebooks").glob("*.ipynb")))
        return own.of(region.tables).marked(papers.bound(region, figures, about))


def _texts(folder, language):
    """Return the different texts of a pack, with where each stands first."""
    parts = {
        str(path.relative_to(folder)): _read(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.html"))
    }
    parts |= {"pack.xlsx": _cells(folder / "pack.xlsx"), "pdf": _read(_bound(folder, language))}
    return {said: place for place, texts in reversed(parts.items()) for said in texts}


def _words(text):
    return {word.lower() for word in WORD.findall(text)}


def _vocabulary(language):
    """Return every word of a language in the catalogues."""
    swedish, english = catalogue("sv"), catalogue("en")
    told = {"sv": (*swedish.values(), *english), "en": (*swedish, *english.values())}
    return set().union(*(_words(CODE.sub(" ", message)) for message in told[language]))


def _foreign(language):
    """Return the words of the other language that are none in this."""
    (other,) = {"sv", "en"} - {language}
    return (set(COMMON[other].split()) | _vocabulary(other)) - _vocabulary(language) - NAMES


def _own():
    """Return the example's own words, those longest first, to be taken out where no mark stands."""
    held = {name for name in INPUTS if (EXAMPLE / f"{name}.csv").exists()}
    cells, broken = set(), set()
    for name in held:
        path = EXAMPLE / f"{name}.csv"
        rows = pd.read_csv(path, sep=None, engine="python", dtype=str, encoding="utf-8-sig")
        texts = [column for column in rows if INPUTS[name].known[column].kind == "text"
                 or column in ("resource", "specialty")]  # fmt: skip
        cells |= {cell for column in texts for cell in rows[column].dropna() if WORD.search(cell)}
        if name in ("regions", "units"):
            # Below the columns of a phone's picture a place's name has a line a word.
            broken |= {word for place in rows["name"] for word in place.split()}
    # An axis may shorten what stands before or after a comma.
    parts = {part for cell in cells for part in cell.split(", ")}
    return sorted(cells | parts | broken | set(own.TITLES), key=len, reverse=True)


def _without(said, mine, begun):
    """Return a text without own words, whole or cut short."""
    left = mine.sub(" ", said)
    for piece in re.findall(r"[^;:…]*…", left):
        starts = [found.start() for found in WORD.finditer(piece)]
        cut = (at for at in starts if any(word.startswith(piece[at:-1].lower()) for word in begun))
        left = left.replace(piece, piece[: next(cut, len(piece))])
    return left


def _others(folder, language):
    """Return each text with words of the other language: the words, and where it stands."""
    own_words = _own()
    either = "|".join(map(re.escape, own_words))
    mine = re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
    begun = [word.lower() for word in own_words]
    # The workbook has the codes of deviations too, to be copied into the table actions.
    deviations = store.Tables(folder)["action_list"]["deviation"]
    foreign, codes = _foreign(language), {*INPUTS, *RESULTS, *deviations}
    found = {}
    for said, place in _texts(folder, language).items():
        words = set() if said in codes else _words(CODE.sub(" ", _without(said, mine, begun)))
        strange = {word for word in words - NAMES if language == "en" and set(word) & set("åäö")}
        if wrong := sorted((words & foreign) | strange):
            found[said[:160]] = (wrong, place)
    return found


@pytest.fixture(scope="module")
def english(tmp_path_factory):
    place = tmp_path_factory.mktemp("english")
    request = Request(str(EXAMPLE), YEAR, output=str(place), jobs=1, language="en")
    run(request).raise_for_failures()
    return place / str(YEAR) / "base" / REGION


def test_a_swedish_pack_has_no_english_words(output):
    assert _others(output / REGION, "sv") == {}


def test_an_english_pack_has_no_swedish_words_but_the_regions_own(english):
    assert _others(english, "en") == {}


AGAIN = """
import sys
from pathlib import Path
from pkslib.language import using
from pkslib.pack import make, receipt

folder = Path(sys.argv[1])
with using("en"):
    make.build(folder, receipt.Sources(receipt.read(folder)["parameters"]))
"""


def _codes():
    """Return what names something for programs alone: a declaration's codes, and the example's."""
    found = {*INPUTS, *RESULTS}
    for declared in (INPUTS | RESULTS).values():
        for name, each in declared.columns.items():
            found |= {name, *each.choices}
    for name, column in (("capacities", "capacity"), ("activities", "activity"), ("needs", "need")):
        rows = pd.read_csv(EXAMPLE / f"{name}.csv", sep=";", dtype=str, encoding="utf-8-sig")
        found |= set(rows[column])
    return {code for code in found if "_" in code}


def _machine_text(page, codes):
    """Return the words of a page that only its makers understand, wherever they stand."""
    found = set()
    for said in _read(page, whole=True):
        found |= {hit.group() for hit in MACHINE.finditer(said)}
        found |= codes & set(re.findall(r"\w+", said))
    return sorted(found)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_page_but_the_appendix_has_machine_text_or_a_table_without_rows(language, request):
    folder = (
        request.getfixturevalue("output") / REGION
        if language == "sv"
        else request.getfixturevalue("english")
    )
    pages = [*folder.glob("*.html"), *folder.glob("units/*.html")]
    told = {path.name: path.read_text(encoding="utf-8") for path in pages}
    appendix, codes = told.pop("appendix.html"), _codes()
    assert {"index.html", "safety.html", "catalogue.html", "week.html"} < set(told)
    found = {name: _machine_text(page, codes) for name, page in told.items()}
    assert {name: words for name, words in found.items() if words} == {}
    assert [name for name, page in told.items() if re.search(r"<tbody>\s*</tbody>", page)] == []
    # The same eyes do see it where it stands.
    assert {"MASE", "reconcile"} <= set(_machine_text(appendix, codes))


@pytest.mark.parametrize(
    "said",
    ["[demand.treatments.hip]", "MASE 0,8", "Skuggpris", "the shadow price", "se pack/make.py",
     "base.toml", "tables/plan.parquet", "docs/decisions.md", "Inga rader.", "Spårsignal 4",
     "APICS", "Littles lag", "least_squares", "reconcile", "Fråga: vad", "Läsare: chef",
     "to_plan", "primary_care_hour", "staff_changes"],
)  # fmt: skip
def test_machine_text_is_seen_in_words_code_and_pictures(said):
    codes = _codes()
    picture = base64.b64encode(f"<svg><text>{said}</text></svg>".encode()).decode()
    for page in (f"<p>Det {said}</p>", f'<code lang="sv">{said}</code>', f'<img alt="{said}">',
                 f'<img alt="" src="data:image/svg+xml;base64,{picture}">'):  # fmt: skip
        assert _machine_text(page, codes), page
    assert _machine_text("<p>Frågan är vad planen ger, och vem som läser den.</p>", codes) == []


def test_an_english_pack_is_made_to_the_same_bytes_again(english, tmp_path):
    again = tmp_path / REGION
    shutil.copytree(english, again)
    seed = os.environ | {"PYTHONHASHSEED": "7", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", AGAIN, str(again)], env=seed, check=True)
    forms = [path.relative_to(english) for path in english.rglob("*.html")] + ["pack.xlsx"]
    assert len(forms) > 20
    assert [name for name in forms
            if (english / name).read_bytes() != (again / name).read_bytes()] == []  # fmt: skip


def test_the_lists_find_a_sentence_of_either_language():
    swedish = _words("Behovet ökar mer än kapaciteten, och platser saknas")
    english = _words("The need grows more than the capacity, and beds are lacking")
    assert len(swedish & _foreign("en")) > 3
    assert len(english & _foreign("sv")) > 3
    assert not swedish & _foreign("sv")
    assert not english & _foreign("en")


def test_own_words_of_an_english_pack_are_marked_where_they_stand(english):
    page = (english / "index.html").read_text(encoding="utf-8")
    needs = pd.read_csv(EXAMPLE / "needs.csv", sep=None, engine="python", encoding="utf-8-sig")[
        "name"
    ]
    shown = Counter(
        name for name in needs for _ in re.findall(rf">[^<]*\b{re.escape(name)}\b", page)
    )
    marked = Counter(
        name for name in needs for _ in re.findall(rf'lang="sv">{re.escape(name)}<', page)
    )
    assert shown
    assert shown == marked
