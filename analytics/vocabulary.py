"""The words of the domain, as enums and small frozen dataclasses (docs/glossary.md says what each means)."""

from __future__ import annotations

from enum import StrEnum


class Clock(StrEnum):
    """What is timed (K1). Both clocks start when the ticket was received."""

    FIRST_RESPONSE = "first_response"
    RESOLUTION = "resolution"


class Outcome(StrEnum):
    """How a clock stands (K2): three verdicts, or why there is none, in order of precedence."""

    MET = "met"
    BREACHED = "breached"
    RUNNING = "running"
    EXCLUDED = "excluded"
    UNCOVERED = "uncovered"
    NO_TARGET = "no_target"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """Who judged (K9): our policy, a deadline column of the export, or the export's own verdict column."""

    POLICY = "policy"
    DEADLINE = "deadline"
    VENDOR = "vendor"


class Rule(StrEnum):
    """The instant that puts a clock into a day, week or month (K8)."""

    DUE = "due"
    STARTED = "started"
    STOPPED = "stopped"


class StatusKind(StrEnum):
    """What a status of an export means for the clocks (K1, K6)."""

    OPEN = "open"
    PAUSED = "paused"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Landing(StrEnum):
    """Where a due instant lands that falls on closing time (C5)."""

    CLOSING = "closing"
    NEXT_OPENING = "next_opening"


class Reading(StrEnum):
    """What "N business days" means (P2)."""

    ELAPSED = "elapsed"
    CLOSE_OF_DAY_RECEIVED = "close_of_day_received"
    CLOSE_OF_DAY_OPENED = "close_of_day_opened"


class Dimension(StrEnum):
    """What a metric can be broken down by. Time dimensions follow the rule of K8, in the reporting zone (T4)."""

    TIER = "tier"
    PRIORITY = "priority"
    GROUP = "group"
    ASSIGNEE = "assignee"
    ORGANISATION = "organisation"
    CHANNEL = "channel"
    SOURCE = "source"
    STATUS = "status"
    STATE = "state"
    LEVEL = "level"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    WEEKDAY = "weekday"
    HOUR = "hour"
