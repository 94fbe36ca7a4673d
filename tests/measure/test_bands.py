"""Bands and verdicts: by hand."""

import numpy as np
import pytest

from sim.measure.bands import (
    VerdictTally,
    WorldBand,
    distance,
    share_within,
    standing,
    verdict,
    width,
)


def test_a_band_is_wide_by_points_for_shares_and_by_factors_for_amounts():
    assert width("share", WorldBand(0.1, 0.2, 0.3, 0.4, 0.6)) == pytest.approx(1.0)
    assert width("rank", WorldBand(1, 2, 3, 4, 6)) == pytest.approx(0.5)
    assert width("ratio", WorldBand(0.5, 1, 2, 3, 5.0)) == pytest.approx(1.0)
    assert distance("change", -0.9, 0.0) == pytest.approx(-1.0)


def test_verdicts():
    narrow, wide = WorldBand(0.3, 0.4, 0.5, 0.6, 0.7), WorldBand(0.1, 0.2, 0.3, 0.6, 0.7)
    assert verdict(0.5, "share", narrow) == "inside"
    assert verdict(0.5, "share", wide) == "uninformative"
    assert verdict(0.8, "share", narrow) == verdict(0.8, "share", wide) == "outside"
    places = [standing(value, narrow) for value in (0.5, 0.3, 0.7, 0.2)]
    assert places == ["inside 50%", "inside 90%", "inside 90%", "outside"]


def test_a_share_of_worlds_counts_both_ends_and_only_defined_worlds():
    worlds = np.array([0.0, 0.1, 0.2, np.nan])
    assert share_within(worlds, None, 0.1) == pytest.approx(2 / 3)
    assert share_within(worlds, 0.1, 0.1) == pytest.approx(1 / 3)
    assert share_within(worlds, None, None) == 1.0


def test_verdicts_are_counted_as_a_person_would_say():
    counts = {
        (0, 0, 0): "no target is held against the record",
        (0, 1, 0): "the record is outside the 90% band of the only target",
        (2, 0, 0): "the record is inside the 90% band on both targets",
        (0, 0, 3): "on all 3 targets the 90% band is too wide for the record to test it",
        (0, 2, 1): "the record is inside the 90% band on none of 3 targets, outside on 2, and on 1 "
        "the band is too wide to test it",
    }
    for verdicts, words in counts.items():
        assert VerdictTally(*verdicts).words("target") == words
