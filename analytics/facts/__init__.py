"""Tickets judged: clocks, outcomes and escalations, one relation a file, built in order by `judge`."""
