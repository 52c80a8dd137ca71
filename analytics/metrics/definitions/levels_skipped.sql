-- title: Levels skipped
-- definition: How many levels escalations passed over, all together. Null where no ticket in scope records levels.
-- unit: count
-- better: down
-- relation: figures
-- rules: E3, E4
-- example: escalations 3, skipped_level_events 2: 2
CASE WHEN escalations IS NOT NULL THEN skipped_level_events END
