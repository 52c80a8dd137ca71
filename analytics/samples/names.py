"""Who works at the desk and who writes to it. Every name is invented, and meant to sound it; none is a firm or a person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int16]

STATUSES = ("new", "open", "pending", "on_hold", "resolved", "closed")
PRIORITIES = ("High", "Medium", "Low")
TIERS = ("Standard", "Enterprise")
LEVELS = ("0", "1", "2", "3")
CHANNELS = ("email", "web", "phone", "chat")
EXCLUSIONS = ("", "third_party", "customer_change", "unauthorised_access")
RESPONSE = "public"
REQUESTER, DISPATCH, AUTOMATION = "requester", "dispatch", "automation"


@dataclass(frozen=True)
class Group:
    """A group of the desk: its share of the work, and who is in it."""

    name: str
    share: float
    staff: tuple[str, ...]


@dataclass(frozen=True)
class Organisation:
    """A customer: its tier and its share of that tier's tickets."""

    name: str
    tier: str
    share: float


GROUPS = (
    Group("Service desk", 0.27, ("Aldith B.", "Corvin M.", "Elspet R.", "Hanno V.", "Ilka D.", "Jorun T.", "Merrit S.", "Oswin K.")),
    Group("Connectivity", 0.19, ("Brannock L.", "Dorte H.", "Fenna W.", "Ludo P.", "Mirko A.", "Sunniva G.")),
    Group("Infrastructure", 0.19, ("Edwina C.", "Gorm J.", "Ishbel F.", "Knut O.", "Philippa N.", "Tancred Z.", "Yrsa E.")),
    Group("Applications", 0.20, ("Aurelio Q.", "Bettina U.", "Cosmo I.", "Delphine Y.", "Ruprecht B.", "Wilhelmina T.", "Zoltan H.")),
    Group("Identity", 0.09, ("Amabel K.", "Leofric D.", "Ottoline M.", "Severin R.")),
    Group("Field services", 0.06, ("Gudrun S.", "Magnus W.", "Tove L.")),
)
FIRST_LINE = "Service desk"

ORGANISATIONS = (
    Organisation("Wobblegate Kites", "Standard", 9.0),
    Organisation("Flumbert Teapots", "Standard", 8.0),
    Organisation("Snorkelby Umbrellas", "Standard", 7.5),
    Organisation("Grindlewax Candles", "Standard", 7.0),
    Organisation("Pimmerton Trombones", "Standard", 6.5),
    Organisation("Tumblewick Hats", "Standard", 6.0),
    Organisation("Mosswhistle Clocks", "Standard", 5.5),
    Organisation("Brambleknee Boots", "Standard", 5.0),
    Organisation("Fizzlecombe Soda", "Standard", 4.7),
    Organisation("Dapplenook Puppets", "Standard", 4.4),
    Organisation("Quibbleford Maps", "Standard", 4.1),
    Organisation("Jollyquill Stationery", "Standard", 3.8),
    Organisation("Noodlebeck Lanterns", "Standard", 3.5),
    Organisation("Puddlemarsh Ferries", "Standard", 3.2),
    Organisation("Hobnobbin Biscuits", "Standard", 3.0),
    Organisation("Twizzlebrook Marbles", "Standard", 2.8),
    Organisation("Crumpetshire Toasters", "Standard", 2.6),
    Organisation("Zibbledown Zithers", "Standard", 2.4),
    Organisation("Gobblestone Gravel", "Standard", 2.2),
    Organisation("Lollopwood Stables", "Standard", 2.0),
    Organisation("Muddlethorpe Looms", "Standard", 1.8),
    Organisation("Yonderfluff Pillows", "Standard", 1.5),
    Organisation("Thunderpudding Airships", "Enterprise", 19.0),
    Organisation("Glimmerwhisk Observatories", "Enterprise", 17.0),
    Organisation("Bumblecrag Railways", "Enterprise", 15.0),
    Organisation("Marzipan Moon Lines", "Enterprise", 13.0),
    Organisation("Quaggaport Harbour Works", "Enterprise", 12.0),
    Organisation("Snickerdale Windmills", "Enterprise", 10.0),
    Organisation("Octopus and Ladder", "Enterprise", 8.0),
    Organisation("Velvet Turnip Theatres", "Enterprise", 6.0),
)

SLOW_GROUP = "Connectivity"
UNHAPPY_ORGANISATION = "Quaggaport Harbour Works"

STAFF = tuple(person for group in GROUPS for person in group.staff)
WORDS = (
    *("", *STATUSES, *PRIORITIES, *TIERS, *LEVELS, RESPONSE, REQUESTER, DISPATCH, AUTOMATION),
    *(group.name for group in GROUPS),
    *STAFF,
)
_CODES = {word: code for code, word in enumerate(WORDS)}
NOTHING = _CODES[""]
FIRST_STAFF = np.cumsum([0, *(len(group.staff) for group in GROUPS)])
STAFF_SIZES = np.array([len(group.staff) for group in GROUPS])


def code(word: str) -> int:
    """The code of a word in WORDS. Raises KeyError for a word that is not there."""
    return _CODES[word]


def codes(words: tuple[str, ...]) -> Codes:
    """The codes of several words: indexed by a column of choices, it gives the column's codes."""
    return np.array([_CODES[word] for word in words], dtype=np.int16)
