"""The way of the tables through time: one file per change, oldest first, run by `upgrade`."""
