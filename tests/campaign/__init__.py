"""A fault campaign: thousands of damaged inputs through the way every report file goes.

``making`` writes a text in each format, ``mutations`` damages it, ``judging`` says what came of it,
``running`` does this in processes that may die. A short run is a test, a long one a command.
"""
