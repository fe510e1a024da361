import sys

import pytest

from pkslib.run.warm import forks


def pytest_collection_modifyitems(items):
    mark = pytest.mark.skipif(sys.platform != "linux", reason="forks are made on Linux only")
    for item in items:
        item.add_marker(mark)


@pytest.fixture(scope="session", autouse=True)
def _no_server_left():
    yield
    forks.close()
