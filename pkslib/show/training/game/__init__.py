"""Regionspelet: eight quarters for groups, on the chain's own functions."""

from pkslib.show.training.game.board import Board
from pkslib.show.training.game.panel import GamePanel

__all__ = ["Board", "GamePanel"]
