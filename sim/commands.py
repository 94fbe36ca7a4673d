"""What each command does. Each imports what it needs when it runs, so that help is quick."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from tqdm import tqdm

    from sim.experiment.case import Case
    from sim.experiment.reproduce import Reproduction
    from sim.experiment.run import Part
    from sim.scenario import Scenario
    from sim.scenario.starter import Example

NOT_REPRODUCED = 1
USAGE_ERROR = 2


def check(options: argparse.Namespace) -> int:
    """Say what is wrong with a scenario, or that nothing is, and what of it is not reached."""
    from sim.experiment.case import build_case
    from sim.scenario import load

    scenario = load(options.file)
    build_case(scenario)
    print(
        f"{options.file}: right. '{scenario.title}', {scenario.first_year}-{scenario.last_year}, "
        f"{len(scenario.events)} events, {len(scenario.measures)} measures, "
        f"{scenario.worlds} worlds"
    )
    unreached = [item for item in scenario.omitted if item.fate == "not reached"]
    for by in dict.fromkeys(item.by for item in unreached):
        print(f"Inherited, but not reached within the years that {by} sets:")
        for item in unreached:
            if item.by == by:
                print(f"  {item.noun} {item.id}, {item.when} ({item.mark.file}:{item.mark.line})")
    return 0


def show(options: argparse.Namespace) -> int:
    """Print the resolved scenario, with the place that wrote each value."""
    from sim.scenario import load
    from sim.scenario.show import show as shown

    _print_whole(shown(load(options.file)))
    return 0


def schema(options: argparse.Namespace) -> int:
    """Print the JSON Schema of scenario files, which offers the default theatre's names."""
    from sim.scenario.json_schema import Known, scenario_schema
    from sim.theatre.load import load_theatre

    theatre = load_theatre()
    names = tuple(state.name for state in theatre.states)
    known = Known(names, theatre.buyers, theatre.suppliers, theatre.classes)
    _print_whole(json.dumps(scenario_schema(known), indent=2, ensure_ascii=False) + "\n")
    return 0


def claims(options: argparse.Namespace) -> int:
    """List the claims of the ledger, or print one in full."""
    from sim.evidence import load_ledger
    from sim.evidence.claims import ROLES
    from sim.evidence.show import in_full, listed
    from sim.problems import quote, suggest_or_list
    from sim.scenario import load, shipped

    ledger = load_ledger(options.ledger)
    by_id = {claim.id: claim for claim in ledger.claims}
    keys = [article.key for article in ledger.articles]
    for what, word, known in (
        ("claim", options.id, list(by_id)),
        ("role", options.role, list(ROLES)),
        ("article", options.article, keys),
    ):
        if word is not None and word not in known:
            return _refused("claims", f"no {what} {quote(word)}{suggest_or_list(word, known)}")
    if options.id is not None:
        events = load(shipped.folder() / "history.yaml").events
        _print_whole(in_full(by_id[options.id], ledger, events))
        return 0
    chosen = [
        claim
        for claim in ledger.claims
        if options.role in (None, claim.role)
        and (options.article is None or options.article in claim.articles)
    ]
    _print_whole(listed(chosen) if chosen else "no claim of this role in this article\n")
    return 0


def new(options: argparse.Namespace) -> int:
    """Write a starter that extends another scenario."""
    from sim.scenario import load, shipped
    from sim.scenario.starter import CannotWriteError, starter, write_new

    parent = load(options.extends)
    if options.file.name in ("", ".."):
        return _refused("new", f"{options.file} is a folder; name a file in it")
    file = options.file.with_name(shipped.with_suffix(options.file.name))
    try:
        write_new(file, starter(file, parent.path, _example(parent)))
    except CannotWriteError as error:
        return _refused("new", str(error))
    print(f"{file} is written; it extends {parent.path}. Next: sim check {file}")
    return 0


def run(options: argparse.Namespace) -> int:
    """Run a scenario and say where its results are."""
    from sim.experiment.run import FolderTakenError, run_scenario
    from sim.model.block import TooManyTendersError
    from sim.report.table import summary_table

    scenario = _as_asked(options, options.file)
    _announce(scenario)
    try:
        result = run_scenario(
            scenario, options.out, options.threads, _progress_bar, _draw_on(options.threads)
        )
    except (FolderTakenError, TooManyTendersError) as error:
        return _refused("run", str(error))
    print(summary_table(result.folder))
    if not result.fresh:
        print("This run was made before; its folder is complete.")
    print(f"Results: {result.folder}")
    return 0


def reproduce(options: argparse.Namespace) -> int:
    """Run a results folder again and tell whether its data files are still what comes out."""
    from sim.experiment.reproduce import NotResultsError, open_results
    from sim.experiment.reproduce import reproduce as again
    from sim.model.block import TooManyTendersError

    try:
        scenario, _ = open_results(options.folder)
        _announce(scenario)
        found = again(options.folder, options.threads, _progress_bar)
    except (NotResultsError, TooManyTendersError) as error:
        return _refused("reproduce", str(error))
    _tell(found)
    return 0 if found.identical else NOT_REPRODUCED


def score(options: argparse.Namespace) -> int:
    """Hold a run against the ledger of claims; run it first if it is a scenario."""
    from sim.evidence import load_ledger
    from sim.experiment.asked import NothingToAskError
    from sim.experiment.case import build_case
    from sim.experiment.reproduce import NotResultsError, StaleResultsError, open_current
    from sim.experiment.run import FolderTakenError, run_scenario
    from sim.experiment.scorecard import questions_for, rivals_to_run, score_scenario
    from sim.model.block import TooManyTendersError
    from sim.report.score import write_scorecard
    from sim.report.score_table import score_table

    folder, ledger = Path(options.what), load_ledger()
    try:
        if folder.is_dir():
            if options.worlds is not None or options.seed is not None:
                return _refused("score", f"{folder} is a run: it has its own worlds and seed")
        else:
            asked = _as_asked(options, options.what)
            questions_for(build_case(asked), ledger)  # before anything is run
            _announce(asked)
            folder = run_scenario(
                asked, None, options.threads, _progress_bar, _draw_on(options.threads)
            ).folder
        scenario, manifest = open_current(folder)
        runs = 1 + len(rivals_to_run(scenario))
        with _bar(runs * scenario.worlds, "Scoring") as bar:
            card = score_scenario(scenario, ledger, options.threads, bar.update)
    except (
        FolderTakenError, NothingToAskError, NotResultsError, StaleResultsError,
        TooManyTendersError,
    ) as error:  # fmt: skip
        return _refused("score", str(error))
    out = folder if options.out is None else options.out
    plot = write_scorecard(out, card, manifest, ledger)
    _print_whole(score_table(card) + "\n")
    print(f"\nScores: {out / 'score.csv'}, {out / 'score.json'}\nPlot:   {plot}")
    return 0


def ablate(options: argparse.Namespace) -> int:
    """Turn off one mechanism of a scenario after the other and say what is lost."""
    from sim.evidence import load_ledger
    from sim.experiment.ablate import ablate as turned_off
    from sim.experiment.ablate import plan_ablation
    from sim.experiment.asked import NothingToAskError
    from sim.model.block import TooManyTendersError
    from sim.report.ablation import default_folder, write_ablated
    from sim.report.ablation_table import ablation_table

    scenario, ledger = _as_asked(options, options.file), load_ledger()
    _announce(scenario)
    try:
        plan = plan_ablation(scenario, ledger)
        out = default_folder(scenario, ledger) if options.out is None else options.out
        if out.is_file():
            return _refused("ablate", f"{out} is a file; name a folder with --out")
        seconds = plan.seconds(options.threads)
        print(
            f"{len(plan.variants)} variants of {scenario.worlds} worlds, "
            f"{plan.short.first_year}-{plan.short.last_year}: about {seconds:.0f} s",
            flush=True,
        )
        with _bar(plan.worlds, "Ablating") as bar:
            found = turned_off(plan, options.threads, bar.update)
    except (NothingToAskError, TooManyTendersError) as error:
        return _refused("ablate", str(error))
    plot = write_ablated(out, found, ledger)
    _print_whole(ablation_table(found) + "\n")
    print(f"\nTable: {out / 'ablation.csv'}\nPlot:  {plot}")
    return 0


def _as_asked(options: argparse.Namespace, file: str) -> "Scenario":
    """The scenario of a file, with the worlds and the seed of the command line if given."""
    from sim.scenario import load

    scenario = load(file)
    if options.worlds is not None:
        scenario = replace(scenario, worlds=options.worlds)
    if options.seed is not None:
        scenario = replace(scenario, seed=options.seed)
    return scenario


def _draw_on(threads: int) -> "Callable[[Path, Case], None]":
    """What draws the plots of a run, and says so."""

    def draw(folder: Path, case: "Case") -> None:
        from sim.report.figures import draw_figures

        print("Drawing …", flush=True)
        draw_figures(folder, case.scenario, case.theatre, threads)

    return draw


def _example(parent: "Scenario") -> "Example":
    """What a starter can speak of in the theatre of its parent: Pakistan and China if it can."""
    from sim.experiment.case import find_theatre
    from sim.scenario.starter import Example

    theatre = find_theatre(parent)
    buyer = next((name for name in ("Pakistan", *theatre.buyers) if name in theatre.buyers), "")
    sellers = [name for name in ("China", *theatre.suppliers) if name in theatre.suppliers]
    return Example(
        buyer=buyer,
        supplier=next((name for name in sellers if name != buyer), ""),
        weapon_class=theatre.classes[0],
        years=(parent.first_year, parent.last_year),
        inherited_event=parent.events[0].id if parent.events else "its-id",
    )


def _tell(found: "Reproduction") -> None:
    from sim.experiment.reproduce import EXPLAINED

    width = max(map(len, found.files))
    for name, verdict in found.files.items():
        note = f"   {EXPLAINED[verdict]}" if EXPLAINED[verdict] else ""
        print(f"{name:{width}}  {verdict}{note}")
    print()
    if found.identical:
        print("Reproduced: every data file is identical, byte for byte.")
    else:
        same = sum(verdict == "identical" for verdict in found.files.values())
        print(f"Not reproduced: {same} of {len(found.files)} data files are identical.")
    if found.changes:
        print("Since that run, without effect:" if found.identical else "Since that run:")
    elif not found.identical:
        print("Model, data, versions and commit are those of that run.")
    for change in found.changes:
        note = f"   {change.note}" if change.note else ""
        print(f"  {change.what:10}  {change.then} → {change.now}{note}")


def _announce(scenario: "Scenario") -> None:
    from sim.model.compiled import is_cached

    print(scenario.title)
    if scenario.question:
        print(scenario.question)
    if not is_cached():
        print("Compiling the model: once on this machine, about half a minute …", flush=True)


def _progress_bar(parts: Iterable["Part"], worlds: int) -> Iterator["Part"]:
    from tqdm import tqdm

    with tqdm(total=worlds, unit=" worlds", desc="Simulating", leave=False) as bar:
        for part in parts:
            yield part
            bar.update(part.worlds)


def _bar(worlds: int, what: str) -> "tqdm[NoReturn]":
    from tqdm import tqdm

    return tqdm(total=worlds, unit=" worlds", desc=what, leave=False)


def _refused(command: str, message: str) -> int:
    print(f"sim {command}: {message}", file=sys.stderr)
    return USAGE_ERROR


def _print_whole(text: str) -> None:
    """Print what may become a file: in UTF-8, whatever the terminal's own encoding."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(text)
