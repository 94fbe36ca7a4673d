"""The fresh validation rows are those that their rule finds in the theatre's record, and no others.

The rule stands in ``seeds/claims.yaml``, above the rows.
"""

import numpy as np
import pytest

from sim.claims.claims import FITTED
from sim.theatre.load import default_theatre
from tests.shipped import LEDGER

THEATRE = default_theatre()
FRESH = LEDGER.with_role("fresh")
BEFORE, AFTER = (2008, 2012), (2013, 2017)
LEAST, ROWS = 1000.0, 10  # TIV that a buyer received in each window; rows


def largest_changes():
    """Change, pair and share after, of the pair of each buyer that changed most; largest first."""
    flows = THEATRE.recorded["deliveries"]
    assert flows.deliveries is not None
    by_pair = flows.deliveries[0].sum(axis=2)
    before, after = (by_pair[..., flows.periods.index(window)] for window in (BEFORE, AFTER))
    single = [s not in flows.aggregates for s in flows.suppliers]
    found = []
    for b, buyer in enumerate(flows.buyers):
        enough = min(before[b].sum(), after[b].sum()) >= LEAST
        if enough and buyer not in {"India", "Pakistan", *flows.aggregates}:
            shares = after[b] / after[b].sum()
            change = np.where(single, np.abs(shares - before[b] / before[b].sum()), 0.0)
            s = int(change.argmax())
            found.append((change[s], buyer, flows.suppliers[s], shares[s]))
    return sorted(found, reverse=True)


def pair(claim):
    """Buyer and supplier of a claim's measure, where it is about one pair."""
    values = claim.measure.values if claim.measure is not None else {}
    return values.get("buyer"), values.get("supplier")


def test_the_rows_are_the_ten_largest_changes_that_no_other_claim_is_about():
    others = {pair(claim) for claim in LEDGER.claims if claim not in FRESH}
    found = [row for row in largest_changes() if ((row[1],), (row[2],)) not in others][:ROWS]
    assert [pair(claim) for claim in FRESH] == [((row[1],), (row[2],)) for row in found]
    for claim, (_, _, _, share) in zip(FRESH, found, strict=True):
        assert claim.measure.kind == "share" and claim.measure.windows == {"window": AFTER}
        assert claim.observed == pytest.approx(share, abs=0.0006)
        assert claim.tolerance == pytest.approx(max(0.02, 0.05 * share), abs=0.001)


def test_nothing_is_fitted_to_them():
    assert "fresh" not in FITTED
