"""One file per change of the tables; its number says its place."""
