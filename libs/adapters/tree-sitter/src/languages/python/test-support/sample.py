"""Keeps orders."""
import os
from app.base import Store


class OrderBook(Store):
    """A book."""

    limit = 10

    def add(self, order):
        """Add one."""
        return True
