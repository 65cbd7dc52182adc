"""itogi reads reports about international organisations and keeps a register of what came of them."""

__version__ = "0.1.0"
