"""Decides. Values in, values out: no clock, no database, no network, no chat library."""
