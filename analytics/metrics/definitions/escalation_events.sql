-- title: Escalation events
-- definition: Moves to a higher level, of tickets that are not excluded, whether or not any source in scope records levels.
-- unit: count
-- better: none
-- relation: escalations
-- rules: E1, E2
-- example: a ticket that goes to level 1 and then to level 3 counts twice
count(*) FILTER (WHERE NOT is_excluded)
