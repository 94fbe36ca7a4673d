"""What would have turned a choice, as a sentence."""

import pytest

from sim.explain.flip import GRANT, LEVERS, PRICE, Flip
from sim.report.explain.narrative import flip_sentence, flip_words

BY_NAME = {lever.name: lever for lever in LEVERS}


@pytest.mark.parametrize(
    ("name", "now", "needed", "words"),
    [
        (PRICE, 0.8, 1.6, "if the United States' price had been 100% higher."),
        (PRICE, 1.0, 0.75, "if the United States' price had been 25% lower."),
        (GRANT, 0.0, 4641.0, "if grants for arms from the United States had been "
         "US$ 4,641 m a year instead of none."),
        (GRANT, 300.0, 0.0, "if grants for arms from the United States had been US$ 0 m a year "
         "instead of US$ 300 m."),
        ("alignment", -0.2, 0.5, "with another ‘politics closer since the start’ of the "
         "United States: 0.50 instead of −0.20 (on a scale of −1 to 1)."),
    ],
)  # fmt: skip
def test_a_flip_is_a_sentence(name, now, needed, words):
    flip = Flip(BY_NAME[name], "winner", 0, now, needed)
    assert flip_sentence(flip, "Other suppliers", "United States") == (
        f"Other suppliers would have won {words}"
    )


def test_no_grant_is_none():
    flip = Flip(BY_NAME[GRANT], "winner", 0, 0.0, 4641.0)
    assert flip_words(flip) == "none → US$ 4,641 m a year"
