"""Figures, one module a planning step: tables in, Axes out; nothing is saved or shown."""
