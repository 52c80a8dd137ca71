-- title: Escalation events to a level reached before
-- definition: Moves to a level that the ticket had been at, or above, before; of tickets that are not excluded, whether or
--   not any source in scope records levels.
-- unit: count
-- better: none
-- relation: repeats
-- rules: E1, E3
-- example: level 0 to 1, back to 0, to 1 again: the second is a repeat
count(*) FILTER (WHERE NOT is_excluded AND is_repeat)
