"""Remembers. The only writer of the database and of the evidence folder."""
