"""Decisions: pure functions ``decide(view, params) -> decision`` of plain numbers.

No clock but the view's ``now``, no randomness, no store. Each module holds one question, the
parameters of each answer as a NamedTuple, and the answers as functions.
"""
