"""The clock and what it rings for."""
