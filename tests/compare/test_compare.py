"""Runs of a small theatre side by side: inputs, shortfalls, measures, gains, files."""

import csv
import json
from dataclasses import replace

import numpy as np
import pytest

from sim.compare.compare import compare, meaning
from sim.compare.contrast import contrast
from sim.compare.files import write_comparison
from sim.compare.gains import ALL_BUYERS, ALL_SUPPLIERS, LEAST, gains_between, recorded_span
from sim.compare.inputs import ONE_BY_ONE, SETTINGS, WORDS, in_words, input_differences
from sim.compare.sides import NotComparableError
from sim.compare.values import all_measures, own_measures, values_from_tables, values_of
from sim.document.entries import words_of
from sim.measure.bands import band_of, verdict
from sim.measure.measures import MEASURE_KINDS
from sim.report.compare.answers import answer
from sim.report.compare.effects import effect_in_words
from sim.scenario.family import EXTENDS
from sim.scenario.file import ScenarioFile
from sim.score.scored import MODEL, Question, scored


@pytest.fixture(scope="module")
def found(sides):
    return compare(sides("base", "other", "short", "record"))


def test_inputs_are_listed_field_by_field(sides):
    base, other = sides("base", "other")
    words = [in_words(item) for item in input_differences(base, other)]
    assert words == [
        "worlds: 6 → 5",
        "parameter price_sensitivity: prior → 1.5",
        "event cheap-norden: year 2012, price {classes: all, factor: 0.4, supplier: Norden} → "
        "absent",
        "event closer, year: 2015 → 2014",
        "measure its-own: absent → share {buyer: Bora, class: all, of: orders, supplier: Sudor, "
        "window: 2012-2018}",
    ]
    back = input_differences(other, base)
    assert {(item.base, item.other) for item in back} == {
        (item.other, item.base) for item in input_differences(base, other)
    }
    assert input_differences(base, base) == ()


def test_every_field_of_a_scenario_is_an_input_or_words():
    """A field that is added later belongs in one of the three."""
    fields = {"name", *words_of(ScenarioFile)} - {EXTENDS, "inherit"}
    assert sorted((*SETTINGS, *ONE_BY_ONE, *WORDS)) == sorted(fields)


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_that_differs_is_listed(sides, name):
    base, _ = sides("base", "other")
    values = {
        "theatre": "default", "years": {"from": 2010, "to": 2017}, "worlds": 7, "seed": 3,
        "tenders": "recorded", "replay": {"until": 2012}, "rivals": "permuted",
        "parameters": "central", "plots": {"buyers": ["Bora"]},
        "groups": {"Both": ["Alba", "Bora"]},
    }  # fmt: skip
    plain = {**base.manifest["scenario"], name: values[name]}
    other = replace(base, manifest={**base.manifest, "scenario": plain})
    [found] = input_differences(base, other)
    assert (found.part, found.name) == ("settings", name) and found.base != found.other


def test_replayed_orders_are_said(sides):
    base, _ = sides("base", "other")
    plain = {**base.manifest["scenario"], "replay": {"until": 2012}}
    other = replace(base, manifest={**base.manifest, "scenario": plain})
    assert [in_words(item) for item in input_differences(base, other)] == [
        "replay: absent → {until: 2012}"
    ]


def test_an_event_after_the_end_is_beyond_the_years(sides):
    base, short = sides("base", "short")
    told = {item.name: item.other for item in input_differences(base, short)}
    assert told["closer"] == "beyond its years" and told["cheap-norden"] == "absent"


def test_model_data_and_version_are_inputs(sides):
    base, other = sides("base", "other")
    changed = dict(other.manifest) | {"model_version": "new", "posterior": "sample"}
    words = [in_words(item) for item in input_differences(base, replace(other, manifest=changed))]
    assert f"model version: {base.manifest['model_version']} → new" in words
    assert "posterior: none → sample" in words


def test_what_a_side_lacks_is_named(found):
    shortfalls = {(item.side, item.what, item.name) for item in found.shortfalls}
    assert ("short", "years", "years 2015-2018") in shortfalls
    assert ("other", "worlds", "worlds from number 6 on") in shortfalls
    assert ("short", "noise", f"the noise of {found.base.named}") in shortfalls
    assert ("record", "measure", "volume") in shortfalls
    assert ("short", "measure", "volume") in shortfalls
    [defined] = [item for item in found.shortfalls if "otherwise" in item.why]
    assert (defined.side, defined.name) == ("short", "share")
    assert found.years == (2010, 2014)


def test_one_measure_under_two_ids_is_one_row(sides):
    base, other = sides("base", "other")
    again = [item.model_copy(update={"id": f"{item.id}-again"}) for item in base.scenario.measures]
    twice = replace(other, scenario=replace(other.scenario, measures=tuple(again)))
    kept, apart = all_measures([base, twice])
    assert [item.id for item in kept] == [item.id for item in again] and not apart


def test_the_tables_of_a_run_measure_what_the_run_measured(sides):
    base, _ = sides("base", "other")
    asked = own_measures(base)
    stored, shortfalls = values_of(base, asked)
    again = values_from_tables(base, asked)
    assert shortfalls == [] and list(again) == [item.id for item in asked]
    for name, values in again.items():
        np.testing.assert_array_equal(values, stored[name], err_msg=name)


def test_a_measure_of_one_side_is_taken_from_the_tables_of_the_other(found):
    against = found.against[0]
    assert "its-own" in against.contrasts and against.worlds == 5
    assert against.contrasts["its-own"].worlds <= 5


def test_talks_with_aggregates_are_not_in_the_tables(sides):
    base, _ = sides("base", "other")
    [talks] = [item for item in own_measures(base) if item.id == "talks"]
    asked = talks.with_values({"buyer": None}).model_copy(update={"id": "all-talks"})
    found, [missing] = values_of(base, [asked])
    assert found == {} and "aggregates" in missing.why


def test_worlds_are_paired_by_seed_and_the_record_is_one(found):
    other, short, record = found.against
    assert [item.way for item in found.against] == ["paired", "apart", "record"]
    assert other.contrasts["share"].saved is not None
    assert short.contrasts["share"].saved is None
    assert record.contrasts["share"].other.median == 0.75  # 300 of 400
    assert record.inputs is None and record.gains is not None
    assert record.gains.window == (2010, 2014)


def test_pairing_is_of_the_same_worlds(sides):
    base, other = sides("base", "other")
    [against] = compare([base, other]).against
    one, two = (values_of(side, own_measures(base))[0]["volume"] for side in (base, other))
    assert against.contrasts["volume"].mean == pytest.approx((two[:5] - one[:5]).mean())


def test_the_meaning_of_a_share_depends_on_what_is_drawn(sides):
    base, other, short, record = sides("base", "other", "short", "record")
    assert "share of the prior" in meaning(base, other)
    assert "cannot be paired" in meaning(base, short)
    assert "what happened" in meaning(base, record)

    def drawn(run, source):
        return replace(run, scenario=replace(run.scenario, parameters=source))

    assert "noise alone, and says" in meaning(drawn(base, "central"), drawn(other, "central"))
    assert "share of the posterior" in meaning(drawn(base, "a.parquet"), drawn(other, "a.parquet"))
    assert "differ in their parameters" in meaning(base, drawn(other, "posterior"))


def test_no_common_year_is_refused(sides):
    base, other = sides("base", "other")
    late = replace(other, scenario=replace(other.scenario, first_year=2030, last_year=2031))
    with pytest.raises(NotComparableError, match="no year in common"):
        compare([base, late])


def test_gains_begin_where_deliveries_part(sides, found):
    base, other = sides("base", "other")
    made = found.against[0].gains
    assert made.window[0] >= 2010 and made.window[1] == 2014  # short ends then
    assert made.buyers[-1] == ALL_BUYERS and made.suppliers[-1] == ALL_SUPPLIERS
    inner = made.difference[:-1, :-1]
    np.testing.assert_allclose(inner.sum(axis=1), made.difference[:-1, -1], atol=1e-9)
    np.testing.assert_allclose(inner.sum(), made.difference[-1, -1], atol=1e-9)
    assert compare([base, other]).against[0].gains.window[1] == 2018


def test_gains_of_hand_made_deliveries():
    one, two = np.zeros((50, 2, 1)), np.zeros((50, 2, 1))
    two[:, 0, 0] = 5 + np.arange(50) % 2  # surely more
    two[:2, 1, 0] = 50.0  # a little in two worlds of fifty
    for way in ("paired", "apart"):
        made = gains_between(("A", "B"), ("S",), (2010, 2014), one, two, way)
        assert made.difference[:2, 0] == pytest.approx([5.5, 2.0])
        assert made.sure[0, 0] and not made.sure[1, 0]
        assert made.more[:2, 0] == pytest.approx([1.0, 0.04])
    record = gains_between(("A", "B"), ("S",), (2010, 2014), two, one[:1], "record")
    assert record.sure[:2, 0].tolist() == [True, False] and record.less[0, 0] == 1.0


def test_shares_of_pairs_are_those_of_counting_them():
    draw = np.random.default_rng(3)
    one, two = draw.integers(0, 4, (7, 2, 1)) * 1.0, draw.integers(0, 4, (5, 2, 1)) * 1.0
    made = gains_between(("A", "B"), ("S",), (2010, 2014), one, two, "apart")
    counted = (two[:, None, :, 0] > one[None, :, :, 0]).mean(axis=(0, 1))
    assert made.more[:2, 0] == pytest.approx(counted)


def test_the_longest_recorded_span_within_the_years(sides):
    theatre = sides("base", "record")[0].theatre
    assert recorded_span(theatre, (2010, 2018)) == (2010, 2014)
    assert recorded_span(theatre, (2011, 2018)) is None
    assert recorded_span(replace(theatre, recorded={}), (2010, 2018)) is None


def test_files_are_tidy_and_the_same_again(found, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_comparison(tmp_path / name, found)
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()
    with (tmp_path / "one" / "comparison.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["other"] for row in rows} == {"other", "short", "record"}
    told = json.loads((tmp_path / "one" / "comparison.json").read_text(encoding="utf-8"))
    assert [side["label"] for side in told["sides"]] == ["base", "other", "short", "record"]
    assert told["measures"]["share"]["buyer"] == ["Alba"]
    assert told["against"][0]["inputs"][0]["name"] == "worlds"
    contrast = told["against"][0]["contrasts"]["volume"]
    [row] = [r for r in rows if (r["other"], r["measure"]) == ("other", "volume")]
    assert float(row["mean"]) == pytest.approx(contrast["mean"], rel=1e-5)


def test_the_record_has_the_verdict_of_a_scorecard_on_every_measure(sides):
    base, record = sides("base", "record")
    whole = compare([base, record])
    [against] = whole.against
    worlds, _ = values_of(base, own_measures(base))
    kinds = {item.id: item.kind for item in own_measures(base)}
    assert against.verdicts
    for name, judged in against.verdicts.items():
        made = against.contrasts[name]
        question = Question(
            name, "target", "", kinds[name], None, made.other.median, "", "linear", 0.0, None, None,
            None,
        )  # fmt: skip
        assert scored(question, {MODEL: worlds[name]}).verdict == judged
        words = effect_in_words(made, against.scaled[name], judged)
        assert (judged == "outside") == ("90%" in words)
    assert against.tally.number == len(against.verdicts)
    assert against.tally.words("measure")[1:] in answer(whole, against)


@pytest.mark.parametrize("kind", MEASURE_KINDS)
@pytest.mark.parametrize("recorded", [0.1, 0.3, 0.5 + 1e-16, 0.9, 3.0])
def test_a_comparison_finds_the_record_outside_where_a_scorecard_does(kind, recorded):
    for worlds in (np.full(9, 0.5), np.linspace(0.1, 0.5, 9), np.linspace(0.0, 9.0, 9)):
        made = contrast(worlds, np.array([recorded]), "record")
        judged = verdict(recorded, kind, band_of(worlds))
        assert (judged == "outside") == (made.effect in ("more", "less"))


def test_a_sure_gain_is_one_whose_interval_misses_zero(found):
    for against in found.against:
        gains = against.gains
        if gains is not None and against.way != "record":
            clear = (gains.low > 0) | (gains.high < 0)
            assert (gains.sure == (clear & (np.abs(gains.difference) >= LEAST))).all()
