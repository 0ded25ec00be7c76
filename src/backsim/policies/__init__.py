"""Decisions: small objects that never change, each with one pure method of plain numbers.

No clock but the ``now`` it is given, no randomness, no store. ``base`` holds one published class
for each question, and answers it in the simplest way; each other module holds the other answers to
one question. ``registry`` knows every rule by its word.
"""
