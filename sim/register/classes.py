"""Classes of arms: a register's armament categories and descriptions → those of a theatre."""

import re
from functools import lru_cache

CLASSES = (
    "air_defence_sensors", "aircraft", "engines", "helicopters", "land", "missiles", "naval",
)  # fmt: skip
"""The classes of the default theatre, in its order."""

BY_CATEGORY = {
    "aircraft": "aircraft",
    "armoured vehicles": "land",
    "artillery": "land",
    "missiles": "missiles",
    "engines": "engines",
    "sensors": "air_defence_sensors",
    "air defence systems": "air_defence_sensors",
    "ships": "naval",
    "naval weapons": "naval",
}
"""'Other' and 'Satellites' belong to no class: their description is asked."""

# The first that fits counts: an anti-ship missile is no ship, the engine of a tank no tank, and a
# radar of a helicopter no helicopter.
_BY_WORDS = (
    ("engines", r"turbo(fan|jet|prop|shaft)|diesel|gas turbine|\bengine|nuclear reactor"),
    ("naval", r"^naval |\bciws\b|aircraft carrier"),
    ("air_defence_sensors",
     r"radar|sonar|\beo\b|\birst\b|sensor|fire control|elint|sigint|laser rangefinder"
     r"|sam system|\bsaml?s\b|air.?defen[cs]e|\bspaag\b|\baa gun|\baa vehicle|abm system"),
    ("missiles",
     r"missile|torpedo|bomb\b|\bsam\b|\bssm\b|\basm\b|aam\b|rocket$|guided (rocket|shell)"
     r"|loitering munition|coast(al)? defen[cs]e system|\bmine$"),
    ("helicopters", r"helicopter"),
    ("aircraft",
     r"aircraft|\bac\b|\buc?av\b|drone|glider|airship|aerostat|refuel|\btanker/transport"),
    ("land",
     r"\btank\b|\btank destroyer|\b(apc|ifv|apv|afv|arv|aev|abl|alv|aav|amv|mrl|icv)\b"
     r"|armoured|vehicle|\bav\b|\bgun\b|howitzer|mortar|artillery|bridgelayer|turret"),
    ("naval",
     r"ship\b|frigate|corvette|destroyer|submarine|cruiser|\bopv\b|\bfac\b|craft|boat\b|hunter"
     r"|sweeper|\bmcm\b|landing|\baals\b|tanker|\btug\b|oiler|icebreaker|yacht|\blst\b"),
)  # fmt: skip
_WORDS = tuple((name, re.compile(pattern)) for name, pattern in _BY_WORDS)


@lru_cache(maxsize=4096)
def class_of(category: str, description: str) -> str | None:
    """Class of what is described, or None if it has none.

    Helicopters are aircraft by category and known by their description alone.
    """
    found = BY_CATEGORY.get(category.strip().lower())
    if found == "aircraft":
        return "helicopters" if "helicopter" in description.lower() else found
    return class_by_words(description) if found is None else found


@lru_cache(maxsize=4096)
def class_by_words(description: str) -> str | None:
    """Class that the words of a description tell, or None."""
    text = " ".join(description.lower().split())
    return next((name for name, words in _WORDS if words.search(text)), None)
