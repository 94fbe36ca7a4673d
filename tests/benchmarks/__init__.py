"""How fast the model is, beside its plain twin: ``python -m tests.benchmarks``.

Nothing here asserts a time. Machines differ, and two runs on one machine do too; a ratio is taken
between neighbours in one run, over the same worlds.
"""
