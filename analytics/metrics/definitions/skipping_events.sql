-- title: Escalation events that skip a level
-- definition: Moves over at least one level, of tickets that are not excluded, whether or not any source in scope records
--   levels.
-- unit: count
-- better: none
-- relation: escalations
-- rules: E1, E3
-- example: a ticket that goes from level 1 to level 3: 1
count(*) FILTER (WHERE NOT is_excluded AND skipped_levels > 0)
