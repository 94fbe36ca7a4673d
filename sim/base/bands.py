"""Which quantiles make a band, and how much an interval holds: the one home of these numbers.

Bands over worlds hold 90% and 50% of them around the median. Back-tests draw 80%, which a record
leaves often enough to be counted.
"""

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)  # ascending: the ends of 90%, of 50%, and the median
QUANTILES = {
    "median": 0.5,
    "p5": 0.05,
    "p25": 0.25,
    "p75": 0.75,
    "p95": 0.95,
}  # as tables have them
QUARTILES = LEVELS[1:4]
ENDS_OF_90 = (LEVELS[0], LEVELS[-1])
ENDS_OF_80 = (0.1, 0.9)
HOLDS_OF_80 = 0.8
HOLDS = 0.9  # of an interval, unless its name says otherwise
HELD = (0.5, 0.8, 0.9)  # bands whose share of records a back-test counts
