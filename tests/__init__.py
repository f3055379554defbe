"""Stories that must stay true, in one folder for each room."""
