"""Production and capacity planning (PKS) for Swedish healthcare regions."""

__version__ = "0.1.0"
