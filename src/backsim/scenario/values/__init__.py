"""One value of a file: text with units into the engine's numbers, and back into words."""
