"""Production and capacity planning (PKS) for Swedish healthcare regions."""

from pathlib import Path

__version__ = "0.1.0"


def shipped(place: str) -> Path:
    """Return a folder that comes with the library: the project's own, or the one in its wheel.

    Parameters
    ----------
    place : str
        From the top of the project (``"data/reference"``).
    """
    inside = Path(__file__).parent / "shipped" / place
    return inside if inside.is_dir() else Path(__file__).parents[1] / place
