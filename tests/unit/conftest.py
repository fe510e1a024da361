import nbformat
import pytest

PARAMETERS = """
region: str = "99"  # code
year: int = 2027
data: str = "here"
output: str = "there"
scenario: str = "base"
language: str = "sv"
"""
NETWORK_PARAMETERS = """
year: int = 2027
output: str = "there"
scenario: str = "base"
language: str = "sv"
"""


@pytest.fixture(scope="session")
def write_notebook():
    """Write a tiny notebook: a title, a parameters cell, and cells of code."""

    def write(path, *code, parameters=PARAMETERS, tags=("parameters",), title="# 1. En fråga"):
        book = nbformat.v4.new_notebook(
            metadata={
                "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
            }
        )
        cells = [nbformat.v4.new_markdown_cell(title)]
        if parameters is not None:
            cell = nbformat.v4.new_code_cell(parameters.strip())
            cell.metadata["tags"] = list(tags)
            cells.append(cell)
        book.cells = [*cells, *map(nbformat.v4.new_code_cell, code)]
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(book, path)
        return path

    return write


@pytest.fixture(scope="session")
def network_parameters():
    return NETWORK_PARAMETERS
