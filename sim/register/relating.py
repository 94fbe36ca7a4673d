"""Whether two files are of one register, as two editions or forms are, or parts that add up."""

from collections.abc import Iterable, Mapping

from sim.register.files import File, Group, Record
from sim.register.matching import Figures

_MOST, _NEARLY = 0.5, 0.9  # shares of what two files tell
_SOME = 100  # of so many deals in two editions, at least one has other figures


def relate(
    file: File, newer: Iterable[File], found: Mapping[Record, tuple[Group, Figures]]
) -> None:
    """Find which newer files are of the same register: another edition, or another form.

    Over the years, buyers and suppliers that both have, at least half of what either tells is in
    both. And they are of different forms, or have other figures for some deals, or state dates of
    different editions and have nearly everything in common. Else they are parts of one edition.
    The newer holds for deals that it lacks only if it corrects the other: two forms of one edition
    have what either has.
    """
    for other in newer:
        span = range(
            max(file.covers.first, other.covers.first),
            min(file.covers.last, other.covers.last) + 1,
        )
        open_too = not file.exact and not other.exact
        shared = matched = different = 0
        for record, (group, fit) in found.items():
            twin = next((twin for twin in group.records if twin.file is other), None)
            if twin is not None:
                years = {*record.years} & {*twin.years}
                shared += _size(years, span, open_too and not record.years and not twin.years)
                matched += 1
                different += fit == "other"
        sizes = [
            sum(
                _size(record.years, span, open_too and not record.years)
                for record in one.records if record.dyad in both
            )
            for one, both in ((file, file.inside(other)), (other, other.inside(file)))
        ]  # fmt: skip
        share = shared / max(sizes) if max(sizes) else 0.0
        dated = (one.covers.generated is not None for one in (file, other))
        editions = file.covers.edition != other.covers.edition and all(dated)
        differs = different * _SOME >= matched > 0 < different
        corrected = differs or (editions and share >= _NEARLY)
        if share >= _MOST and (corrected or file.exact != other.exact):
            file.kin.add(other.place)
            if corrected:
                file.held.add(other.place)
            if len(file.inside(other)) >= _NEARLY * len(file.dyads):
                file.everyone.add(other.place)


def _size(years: Iterable[int], span: range, nothing_yet: bool) -> int:
    """Years of deliveries within a span; a deal of which nothing has arrived is one, if asked."""
    return sum(year in span for year in years) + nothing_yet
