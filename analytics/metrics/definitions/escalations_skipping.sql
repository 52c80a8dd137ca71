-- title: Escalations that skip a level
-- definition: Escalations over at least one level of the ladder. Null where no ticket in scope records levels.
-- unit: count
-- better: down
-- relation: figures
-- rules: E3, E4
-- example: escalations 3, skipping_events 1: 1
CASE WHEN escalations IS NOT NULL THEN skipping_events END
