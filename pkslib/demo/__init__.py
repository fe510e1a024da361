"""Invented regions that look like Swedish care: the demo data set and the committed example.

The command line alone imports it. What is invented once and for all lies in ``constants``.
"""

from pkslib.demo.data_set import make, make_example, write_demo, write_example

__all__ = ["make", "make_example", "write_demo", "write_example"]
