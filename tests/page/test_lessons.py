import pytest

from sim.base.problems import InputError
from sim.page.lessons import SHIPPED, lessons_for, load_lesson

GOOD = """\
title: A lesson
question: Does it matter?
buyer: Pakistan
supplier: Russia
window: 2014-2030
steps:
  - say: What then?
    guess: pick
    choices:
      - {say: less, to: -1}
      - {say: more, from: -1}
    off: [russia-lifts-ban]
"""


def written(tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_shipped_lessons_fit_history(case):
    found = lessons_for(case)
    assert [lesson["id"] for lesson in found] == ["1_lifted_ban", "2_cheap_arms", "3_rivals"]
    assert len(list(SHIPPED.glob("*.yaml"))) == 3
    off = found[2]["steps"][1]["set"]
    assert off["rival_sales"] == 0
    assert off["veto"] == 0


def test_choices_of_shipped_lessons_leave_no_outcome_out(case):
    for lesson in lessons_for(case):
        for step in lesson["steps"]:
            for outcome in (-40.0, -10.0, -5.0, -2.0, 0.0, 3.0, 5.0, 40.0):
                right = [
                    one
                    for one in step["choices"]
                    if (one["from"] is None or outcome >= one["from"])
                    and (one["to"] is None or outcome < one["to"])
                ]
                assert len(right) == (1 if step["choices"] else 0), (lesson["id"], outcome)


def test_a_lesson_of_ones_own_comes_first(case, tmp_path):
    found = lessons_for(case, [written(tmp_path, GOOD)])
    assert [lesson["id"] for lesson in found][:2] == ["mine", "1_lifted_ban"]


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (("guess: pick", "guess: draw"), 7, "must say 'guess: pick'"),
        (("say: less, to: -1", "say: less"), 10, "lacks 'from' or 'to'"),
        (("question: Does it matter?\n", ""), 1, "question"),
        (("window: 2014-2030", "window: 2030-2014"), 5, "window"),
        (("title: A", "titel: A"), 1, "did you mean 'title'"),
    ],
)
def test_a_mistake_is_told_with_its_line(change, line, words, tmp_path):
    path = written(tmp_path, GOOD.replace(*change))
    with pytest.raises(InputError) as error:
        load_lesson(path)
    assert f"{path}:{line}:" in str(error.value)
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (("[russia-lifts-ban]", "[russia-lift-ban]"), 12, "did you mean 'russia-lifts-ban'"),
        (("supplier: Russia", "supplier: Rusia"), 4, "did you mean 'Russia'"),
    ],
)
def test_what_the_scenario_lacks_is_told_with_its_line(change, line, words, case, tmp_path):
    path = written(tmp_path, GOOD.replace(*change))
    with pytest.raises(InputError) as error:
        lessons_for(case, [path])
    assert f"{path}:{line}:" in str(error.value)
    assert words in str(error.value)
