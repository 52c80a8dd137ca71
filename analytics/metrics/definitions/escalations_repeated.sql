-- title: Escalations repeated
-- definition: Escalations to a level that the ticket had been at, or above, before. Null where no ticket in scope records
--   levels.
-- unit: count
-- better: down
-- relation: figures
-- rules: E3, E4
-- example: escalations 3, repeat_events 1: 1
CASE WHEN escalations IS NOT NULL THEN repeat_events END
