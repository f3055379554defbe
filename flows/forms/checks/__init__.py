"""What is checked in a workbook, one subject a file; `flows.forms.lint` runs them all."""
