"""Vikzhel: seven days of October 1917 at the negotiating table, and the story engine under them."""

__version__ = "0.1.0"
