"""A seeded generator of a believable support desk in the canonical layout, with planted causes whose truth is written beside it.

It stands beside the layers and shares no arithmetic with them: its own office hours and closed days make its truth a second
opinion on the product's numbers.
"""

from analytics.samples.desk import Arrivals, Desk, DeskRefused
from analytics.samples.truth import Truth
from analytics.samples.writing import EVENTS_FILE, TICKETS_FILE, TRUTH_FILE, write_samples

__all__ = ["EVENTS_FILE", "TICKETS_FILE", "TRUTH_FILE", "Arrivals", "Desk", "DeskRefused", "Truth", "write_samples"]
