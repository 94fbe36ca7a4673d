"""Events stand in the panels of their dyads, and nowhere else."""

from dataclasses import replace

from sim.plots.labels import number_list, place_marks
from sim.plots.marks import dyad_marks, need_marks, spread_levels

SUPPLIERS = ("Russia", "China", "Sell and Sons")


def test_events_are_marked_in_their_dyads_only(scenario, theatre):
    marks = dyad_marks(scenario, theatre, "Aland", SUPPLIERS)
    assert [(mark.number, mark.year, mark.suppliers) for mark in marks] == [
        (1, 2005, {"China"}),
        (2, 2006, {"Russia"}),
    ]
    assert [mark.words for mark in marks] == [
        "2005 (grows over 3 years): China makes more arms for export",
        "2006: Russia lifts its embargo on Aland",
    ]


def test_alignment_touches_its_pair_and_capacity_every_buyer(scenario, theatre):
    marks = dyad_marks(scenario, theatre, "Beland", SUPPLIERS)
    assert [mark.words for mark in marks] == [
        "2004–2005: Russia and Beland draw closer",
        "2005 (grows over 3 years): China makes more arms for export",
    ]
    assert [mark.suppliers for mark in marks] == [{"Russia"}, {"China"}]


def test_what_was_in_force_at_the_start_is_marked_in_the_first_year(scenario, theatre):
    later = replace(scenario, first_year=2006)
    marks = dyad_marks(later, theatre, "Aland", SUPPLIERS)
    assert [mark.year for mark in marks] == [2006, 2006]
    assert (
        marks[0].words
        == "2005 (grows over 3 years), in force at the start: China makes more arms for export"
    )


def test_suppliers_not_shown_leave_no_marks(scenario, theatre):
    assert [m.number for m in dyad_marks(scenario, theatre, "Aland", ("Russia",))] == [1]
    assert dyad_marks(scenario, theatre, "Aland", ()) == ()


def test_need_is_marked_with_orders(scenario, theatre):
    assert [mark.words for mark in need_marks(scenario, theatre, "Aland")] == [
        "2008: Aland needs more arms"
    ]
    assert need_marks(scenario, theatre, "Beland") == ()


def test_labels_that_would_overlap_stand_on_different_rows(scenario, theatre):
    assert spread_levels([(0, 2), (1, 3), (2, 4), (2.5, 5), (9, 10)]) == [0, 1, 0, 2, 0]
    marks = dyad_marks(scenario, theatre, "Beland", SUPPLIERS)
    assert [label.level for label in place_marks(marks, (2003, 2010), 5.0)] == [0, 0]
    assert [label.level for label in place_marks(marks, (2003, 2010), 0.5)] == [0, 1]


def test_numbers_in_a_row_are_shortened():
    assert number_list([1]) == "1"
    assert number_list([1, 2]) == "1,2"
    assert number_list([1, 3, 4, 5, 9]) == "1,3–5,9"
