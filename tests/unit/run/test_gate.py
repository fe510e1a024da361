import pytest

from pkslib.errors import InputError
from pkslib.run import gate

GIVEN = {
    "region": "01",
    "year": 2027,
    "data": "d",
    "output": "o",
    "scenario": "base",
    "language": "sv",
}


@pytest.fixture
def notebook(tmp_path, write_notebook):
    return write_notebook(tmp_path / "01_one.ipynb", "1")


def test_right_parameters_pass(notebook):
    gate.check([notebook], GIVEN)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"year": "2027"}, "year"),
        ({"year": 2027.5}, "year"),
        ({"year": True}, "year"),
        ({"region": 1}, "region"),
        ({"scenario": None}, "scenario"),
        ({"regoin": "01"}, "regoin"),
        ({"x=1;import os": 1}, "x=1;import os"),
    ],
)
def test_wrong_type_or_unknown_name_is_refused(notebook, changed, said):
    with pytest.raises(InputError, match=said):
        gate.check([notebook], GIVEN | changed)


@pytest.mark.parametrize("name", sorted(GIVEN))
def test_missing_parameter_is_refused(notebook, name):
    with pytest.raises(InputError, match=name):
        gate.check([notebook], {key: value for key, value in GIVEN.items() if key != name})


def test_no_tag_two_tags_and_no_type_are_refused(tmp_path, write_notebook):
    untagged = write_notebook(tmp_path / "a.ipynb", "1", tags=())
    absent = write_notebook(tmp_path / "b.ipynb", "1", parameters=None)
    untyped = write_notebook(tmp_path / "c.ipynb", "1", parameters="year = 2027")
    for notebook in (untagged, absent):
        assert len(list(gate.faults(notebook, GIVEN))) == 1
    assert "str, int" not in "".join(gate.faults(untyped, {"year": 2027}))
    assert len(list(gate.faults(untyped, {"year": 2027}))) == 1


def test_all_faults_of_all_notebooks_come_at_once(tmp_path, write_notebook):
    books = [write_notebook(tmp_path / f"{name}.ipynb", "1") for name in ("01_a", "02_b")]
    with pytest.raises(InputError) as raised:
        gate.check(books, GIVEN | {"year": "2027", "extra": 1})
    assert len(str(raised.value).splitlines()) == 1 + 2 * 2
