"""Rings. What happens without anybody asking."""
