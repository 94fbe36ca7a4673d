"""Classes of arms: a register's armament categories and descriptions → those of a theatre."""

import re
from functools import lru_cache

CLASSES = (
    "air_defence_sensors", "aircraft", "engines", "helicopters", "land", "missiles", "naval",
)  # fmt: skip
"""The classes of the default theatre, in its order."""

_BY_CATEGORY = {
    "aircraft": "aircraft",
    "helicopter": "helicopters",
    "armoured vehicle": "land",
    "artillery": "land",
    "missile": "missiles",
    "engine": "engines",
    "sensor": "air_defence_sensors",
    "air defence": "air_defence_sensors",
    "air defence system": "air_defence_sensors",
    "anti aircraft system": "air_defence_sensors",
    "ship": "naval",
    "naval weapon": "naval",
    "asw weapon": "naval",
    "anti submarine weapon": "naval",
    "anti submarine warfare weapon": "naval",
    "satellite": None,
}
"""'Other' is missing on purpose: the description tells what it is."""

CATEGORIES = (
    "Aircraft", "Air defence systems", "Armoured vehicles", "Artillery", "ASW weapons", "Engines",
    "Missiles", "Naval weapons", "Satellites", "Sensors", "Ships",
)  # fmt: skip
"""SIPRI's own spellings, for messages."""

_SPELLINGS = (
    (re.compile(r"\([^()]*\)"), " "),
    (re.compile(r"[-‐-―_\s]+"), " "),
    (re.compile(r"\s*/\s*"), "/"),
    (re.compile(r"\bdefense"), "defence"),
    (re.compile(r"\barmor"), "armour"),
    (re.compile(r"(?<=[a-z]{2}[a-rtv-z])s\b"), ""),  # of plurals; 'chassis' ends in 'is' and loses
)

# What a description ends with is what it is: a missile boat is a boat, an aircraft radar a radar.
_AIR_DEFENCE = r"\b(aa|ad|sam|abm|spaa|anti aircraft|air defence|to air missile|anti ballistic)\b.*"
_LAST_WORDS = (
    ("engines", r"(turbo(fan|jet|prop|shaft)|diesel|turbine|\bengine|reactor)$"),
    ("naval", r"\b(naval|asw|anti submarine)\b.*\b(gun|mortar|mrl|launcher|missile system"
              r"|sam system|turret)$|\bciw$|\bcarrier$(?<!personnel carrier)(?<!mortar carrier)"),
    ("air_defence_sensors",
     r"((?<!anti )radar|sonar|sensor|rangefinder|fire control|\birst|\beo|surv|search)$"
     rf"|{_AIR_DEFENCE}\b(gun|cannon|turret|vehicle|system|launcher|battery|missile system)$"
     r"|\bspaag$"),
    ("missiles",
     r"(missile|torpedo|bomb|rocket|shell|munition|\bmine|aam|\bsam|\bssm|\basm|\b[a-z]{1,2}bm"
     r"|abm|manpad|attack drone|kamikaze drone|attack uav)$"),
    ("helicopters", r"helicopter( turret)?$"),
    ("aircraft", r"(aircraft|\bac|airship|glider|aerostat|balloon|drone|\bu?c?av(?<!\bav)"
                 r"|refuel\w* system)$"),
    ("naval", r"(boat|ship|(?<!air)craft|frigate|corvette|(?<!tank )destroyer|submarine|cruiser"
              r"|breaker|sweeper|hunter|layer(?<!bridgelayer)|\bopv|\bfac|\bssb?n?|\baal|\blst|tanker|tug)$"),
    ("land", r"(\btank|tank destroyer|\bgun|howitzer|mortar|\bmrl|launcher|\btel|turret|chassi"
             r"|vehicle|\bcar|personnel carrier|mortar carrier|bridgelayer|\b(apc|apv|ifv|icv|afv"
             r"|afsv|arv|aev|abl|alv|aav|amv|mrap|ugv|av|spg)"
             r"|coast(al)? defence system)$"),
    ("air_defence_sensors",
     r"\b(eo|radar|search|sonar|reconnaissance|recce|sigint|elint|signal intelligence"
     r"|electro optical|surveillance|fire control|electronic warfare|ew)\b.*\bsystem$"),
)  # fmt: skip

# Where the end tells nothing, the first of these that is anywhere in the description counts.
_ANY_WORDS = (
    ("engines", r"turbo(fan|jet|prop|shaft)|diesel|gas turbine|\bengine\b|nuclear reactor"),
    ("naval", r"^naval |aircraft carrier"),
    ("air_defence_sensors",
     r"(?<!anti )radar|sonar|\beo\b|\birst\b|sensor|fire control|elint|sigint"
     r"|air defence|anti aircraft|\bspaag\b|\baa\b|surface to air missile system"),
    ("missiles", r"missile|torpedo|bomb\b|\bsam\b|\bssm\b|\basm\b|aam\b|guided (rocket|shell)"),
    ("helicopters", r"helicopter"),
    ("aircraft", r"aircraft|\buc?av\b|drone|airship|refuel"),
    ("land", r"\btank\b|\b(apc|ifv|apv|afv|arv|aev|aav|mrl|icv)\b|armoured|vehicle|howitzer"
             r"|mortar|artillery|rocket launcher"),
    ("naval", r"\bship\b|frigate|corvette|destroyer|submarine|cruiser|\bopv\b|craft|boat\b"
              r"|landing"),
)  # fmt: skip
_WORDS = tuple(
    (name, re.compile(pattern)) for rules in (_LAST_WORDS, _ANY_WORDS) for name, pattern in rules
)


@lru_cache(maxsize=4096)
def plain_words(text: str) -> str:
    """A category or description without its spelling: capitals, hyphens, plurals, brackets."""
    plain = text.casefold()
    for pattern, instead in _SPELLINGS:
        plain = pattern.sub(instead, plain)
    return " ".join(plain.split())


def is_category(category: str) -> bool:
    """Whether SIPRI's category alone tells the class, or that there is none."""
    return plain_words(category) in _BY_CATEGORY


@lru_cache(maxsize=4096)
def class_by_category(category: str, description: str) -> str | None:
    """Class of one of SIPRI's categories; None for satellites, which have none.

    Helicopters are aircraft by category and known by their description alone.

    Raises:
        KeyError: if it is no such category, or that of all others.
    """
    found = _BY_CATEGORY[plain_words(category)]
    return "helicopters" if found == "aircraft" and "helicopter" in description.lower() else found


@lru_cache(maxsize=4096)
def class_by_words(description: str) -> str | None:
    """Class that the words of a description tell, or None."""
    text = plain_words(description)
    return next((name for name, words in _WORDS if words.search(text)), None)
