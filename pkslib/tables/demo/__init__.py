"""Invented regions that look like Swedish care: the demo data set and the committed example."""

from pkslib.tables.demo.data_set import make, write_demo
from pkslib.tables.demo.example import make_example, write_example

__all__ = ["make", "make_example", "write_demo", "write_example"]
