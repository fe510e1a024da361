"""A fork is the kernel that a stock start gives, but for what it has imported already.

The server forks as long as it is alone in its process.
"""

import json
import threading

import nbformat
import pytest

from pkslib.run import notebook, warm
from pkslib.run.warm import forks, server

TELL = """
import json, os, random, sys
import matplotlib, numpy as np
facts = {
    "folder": os.getcwd(),
    "path": sys.path,
    "environment": sorted(set(os.environ) - {"JPY_PARENT_PID", "PKS_WARM"}),
    "arguments": [word for word in sys.argv[1:] if "/" not in word],
    "hash": hash("vård"),
    "style": str(dict(matplotlib.rcParams)),
    "drawn": len(drawn),
}
own = {
    "parent": os.getppid(),
    "preloaded": "pkslib.steps.plan" in sys.modules,
    "random": [random.random(), np.random.rand()],
}
print(json.dumps([facts, own]))
"""
FIGURE = """
import matplotlib.pyplot as plt
from pkslib.show import style
style.activate()
figure, axes = plt.subplots(layout="none")
axes.set_title("Åtgärd")
drawn = []
figure.canvas.mpl_connect("draw_event", drawn.append);
"""


@pytest.fixture
def run(tmp_path, write_notebook):
    """Return a function that tells what a kernel is like, and what its figure came out as."""

    def told():
        source = write_notebook(tmp_path / "source.ipynb", FIGURE, TELL)
        target = tmp_path / "target.ipynb"
        notebook.execute(source, target, {"year": 2027}, tmp_path)
        drawn, told = nbformat.read(target, as_version=4).cells[-2:]
        return (*json.loads(told.outputs[0].text), drawn.outputs)

    return told


def test_a_warm_kernel_is_like_a_stock_one_but_has_its_imports_behind_it(run, monkeypatch):
    facts, own, figure = run()
    again = run()
    monkeypatch.setenv(warm.SWITCH, "0")
    stock_facts, stock_own, stock_figure = run()
    assert facts == again[0] == stock_facts
    assert facts["drawn"] == 1
    # Drawn inline, though the backend was imported when there was no shell to hook into.
    assert [list(output.data) for output in figure] == [["image/png", "text/plain"]]
    assert figure == again[2] == stock_figure
    assert (own["preloaded"], stock_own["preloaded"]) == (True, False)
    assert own["parent"] == forks.current()._process.pid
    # The server's random states would be the same for all.
    drawn = [*own["random"], *again[1]["random"], *stock_own["random"]]
    assert len(set(drawn)) == len(drawn)


def test_a_dead_server_means_a_stock_kernel_and_a_word_about_it(run):
    forks.close()
    current = forks.current()
    current._process.kill()
    assert notebook.remark() == ""
    _, own, _ = run()
    assert not own["preloaded"]
    assert "förgreningsservern" in notebook.remark()
    forks.close()
    assert notebook.remark() == ""
    assert not current.folder.exists()


def test_it_does_not_fork_beside_a_thread():
    near, far = forks._pair()
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert not server._forked(far, [])
    finally:
        stop.set()
        thread.join()
    told = forks._heard(near)
    near.close()
    assert told["threads"] > 1
    assert "trådar" in forks._reason(told)
