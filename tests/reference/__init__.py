"""A second opinion on clocks, outcomes and escalations: plain Python, one ticket at a time, written from the rules and not from the SQL."""
