"""JavaRosa, ODK Collect's own engine, as the judge of ours: it ships inside the pyxform wheel."""
