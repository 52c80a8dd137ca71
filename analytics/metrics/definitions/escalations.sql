-- title: Escalations
-- definition: Moves to a higher level that happened in the period. Null where no ticket in scope records levels.
-- unit: count
-- better: down
-- relation: figures
-- rules: E1, E2, E4
-- example: escalation_events 3, tickets_with_levels 20: 3
CASE WHEN escalation_events > 0 OR tickets_with_levels > 0 THEN escalation_events END
