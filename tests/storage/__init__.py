"""The store: what is written stays written, once."""
