-- title: Eligible, not escalated
-- definition: Eligible tickets and levels that were not escalated to that level or above. Null where no ticket in scope has a
--   ladder and a source that records levels.
-- unit: count
-- better: down
-- relation: figures
-- rules: E3, E4
-- beside: eligible
-- example: ladder_levels 10, eligible_events 4, eligible_waiting_events 3: 3
CASE WHEN ladder_levels > 0 OR eligible_events > 0 THEN eligible_waiting_events END
