import pytest

from pkslib.errors import InputError
from pkslib.run import project


def test_steps_come_in_order_and_the_network_is_not_one(tmp_path):
    for name in ("10_later", "02_b", "01_a", "network", "0_draft", "notes_11"):
        (tmp_path / f"{name}.ipynb").touch()
    assert [path.stem for path in project.notebooks(tmp_path)] == ["01_a", "02_b", "10_later"]


@pytest.mark.parametrize("there", [[], ["01_a.ipynb"], ["network.ipynb"]])
def test_folder_without_all_notebooks_is_refused(tmp_path, there):
    for name in there:
        (tmp_path / name).touch()
    with pytest.raises(InputError, match="--notebooks"):
        project.notebooks(tmp_path)


def test_the_projects_own_chain_is_found():
    assert [path.stem[:2] for path in project.notebooks()] == [f"0{step}" for step in range(1, 10)]
