"""The door: one thin command per verb; errors become words and exit codes."""
