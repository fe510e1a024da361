"""Regionspelet: eight quarters for groups, on the chain's own functions.

A year is planned by the whole chain, from forecast to ladder: 1.5 s of processor time for two wards
(demand 0.3, need 0.4, capacity 0.15, balance 0.6). A quarter of thirteen weeks goes by functions
that the chain's steps rest on (gap list, beds that a shift carries, Erlang B, the waiting list by
weeks, lowest priority first), 0.03 s, so that robots can play hundreds of years.
"""

from pkslib.show.training.game.board import Board
from pkslib.show.training.game.panel import GamePanel

__all__ = ["Board", "GamePanel"]
