"""Names: who is one state under two spellings, and who is none."""

import pytest

from sim.register.names import Party, party
from sim.theatre.names import as_of


@pytest.mark.parametrize(
    ("cell", "meant"),
    [("India", Party("India")), ("  Viet  Nam ", Party("Viet Nam")),
     ("Turkey", Party("Turkiye", renamed=True)), ("Türkiye", Party("Turkiye", renamed=True)),
     ("uae", Party("United Arab Emirates", renamed=True)), ("Turkiye", Party("Turkiye")),
     ("Hezbollah (Lebanon)*", Party("Hezbollah (Lebanon)*", "rebels")),
     ("NATO**", Party("NATO**", "organisation")),
     ("unknown supplier(s)", Party("Unknown", "unknown")),
     ("Unknown Recipient(s)", Party("Unknown", "unknown")),
     ("Hill Front  *", Party("Hill Front*", "rebels")), ("Hill Front", Party("Hill Front")),
     ("Germany (FRG)", Party("Germany", renamed=True)),
     ("Taiwan (ROC)", Party("Taiwan", renamed=True)),
     ("South Korea (ROK)", Party("South Korea", renamed=True)),
     ("Libya GNC", Party("Libya", renamed=True)),
     ("Libya HoR*", Party("House of Representatives (Libya)*", "rebels", renamed=True)),
     ("PKK (Turkey)*", Party("PKK (Turkiye)*", "rebels", renamed=True)),
     ("Brunei Darussalam", Party("Brunei", renamed=True)),
     ("Republic of Türkiye", Party("Turkiye", renamed=True)),
     ("Iran (Islamic Republic of)", Party("Iran", renamed=True)),
     ("CÔTE D’IVOIRE", Party("Cote d'Ivoire", renamed=True)),
     ("Libya*", Party("Libya*", "rebels")), ("750", Party("750")),
     ("Soviet Union", Party("Soviet Union")), ("", None), (" ** ", None)],
)  # fmt: skip
def test_a_cell_names_a_state_or_somebody_else(cell, meant):
    assert party(cell) == meant


@pytest.mark.parametrize(("start", "name"), [(1985, "Soviet Union"), (1991, "Soviet Union"),
                                             (1992, "Russia"), (2013, "Russia")])  # fmt: skip
def test_russia_and_the_soviet_union_are_one_under_the_name_of_the_time(start, name):
    assert as_of("Soviet Union", start) == as_of("Russia", start) == name
    assert as_of("Ukraine", start) == "Ukraine"
