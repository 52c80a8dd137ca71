-- title: Eligible for escalation
-- definition: Tickets and levels past the time after which the policy says to escalate or, on a ladder without times, past
--   due. Null where no ticket in scope has a ladder and a source that records levels.
-- unit: count
-- better: none
-- relation: figures
-- rules: E3, E4
-- example: ladder_levels 10, eligible_events 4: 4
CASE WHEN ladder_levels > 0 OR eligible_events > 0 THEN eligible_events END
