"""The question: a YAML file becomes a frozen ``Scenario`` per arm, or all its faults at once."""
