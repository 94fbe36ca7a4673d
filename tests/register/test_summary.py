"""What the package knows: how old it is, and of whom it is missing."""

from .test_outside import line_of, made_of


def test_each_thing_that_the_package_knows_has_its_age_and_who_is_missing(tmp_path):
    made, _ = made_of(tmp_path, ("France", "Mongolya", 2000, 2001, 10))
    assert line_of(made, "UN votes") == (
        "UN votes: known for 1990-2024; missing for 1 state with 5% of the volume "
        "(the mean distance stands in): Mongolya"
    )
    assert "at the start of 2003, the first simulated year" in line_of(made, "Military spending")
    assert line_of(made, "Embargoes").startswith(
        "Embargoes: known for 1990-2026; missing for the same"
    )
    assert any("--relations" in line for line in made.summary)
    late, _ = made_of(tmp_path / "late", ("France", "India", 2018, 2023, 10), start=2023)
    assert "then carried on; 5 years before the start" in line_of(late, "Defence pacts")
