"""The schema of the scenario language; its field docs are ``docs/reference.md``."""
