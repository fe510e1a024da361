import subprocess
import sys

import nbformat

from pkslib.pack import book


def test_a_notebook_written_reads_back(tmp_path):
    node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("å")])
    node.cells[0].metadata["tags"] = ["a", "b"]
    book.write(node, tmp_path / "a.ipynb")
    (cell,) = book.read(tmp_path / "a.ipynb").cells
    assert (cell.source, book.tags(cell)) == ("å", {"a", "b"})
    assert book.tags(nbformat.v4.new_code_cell()) == set()


def test_reading_does_not_build_the_grammar_that_takes_a_second():
    code = "import sys; import pkslib.pack.book, nbformat; assert 'lark' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
