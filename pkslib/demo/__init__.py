"""Invented regions that look like Swedish care: the demo data set.

The command line alone imports it. What is invented once and for all lies in ``constants``.
"""

from pkslib.demo.data_set import make, write_demo

__all__ = ["make", "write_demo"]
