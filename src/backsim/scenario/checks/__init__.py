"""What is wrong with a file: values that make no sense, and values that make none together."""
