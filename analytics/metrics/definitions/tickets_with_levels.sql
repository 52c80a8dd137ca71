-- title: Tickets whose source records levels
-- definition: Tickets received from sources that record escalation levels, without excluded ones: the denominator of the
--   escalation figures.
-- unit: count
-- better: none
-- relation: tickets
-- rules: E2, E4
-- example: 8 of 10 tickets come from a source that records levels, 1 of the 8 is excluded: 7
count(*) FILTER (WHERE levels_recorded AND NOT is_excluded)
