"""The files of a desk as read back by pandas, which shares nothing with the generator."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analytics.samples import EVENTS_FILE, TICKETS_FILE, Desk, Truth

INSTANTS = ["received_at", "updated_at", "first_response_at", "resolved_at", "closed_at"]


@dataclass(frozen=True)
class Written:
    """The files of a desk as read back, and what the generator says of them."""

    desk: Desk
    truth: Truth
    tickets: pd.DataFrame
    events: pd.DataFrame


def read(folder: Path, desk: Desk, truth: Truth) -> Written:
    text = {"dtype": "string", "keep_default_na": False}
    tickets = pd.read_csv(folder / TICKETS_FILE, **text)
    for column in INSTANTS:
        tickets[column] = pd.to_datetime(tickets[column].replace("", None), format="%Y-%m-%dT%H:%M:%SZ", utc=True)
    events = pd.read_csv(folder / EVENTS_FILE, **text)
    events["at"] = pd.to_datetime(events["at"], format="%Y-%m-%dT%H:%M:%SZ", utc=True)
    return Written(desk, truth, tickets, events)
