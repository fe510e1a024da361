"""Regionspelet: eight quarters for groups, on the chain's own functions."""
