import pytest

from pkslib import demo


@pytest.fixture(scope="session")
def made():
    """Two invented regions: one of middling size, and the smallest."""
    return demo.make(["06", "09"], seed=1)


@pytest.fixture(scope="session")
def alone():
    """The smallest of them made by itself."""
    return demo.make(["09"], seed=1)
