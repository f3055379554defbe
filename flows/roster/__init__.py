"""The roster: who and what a commune has, as a workbook an officer fills in and as values."""
