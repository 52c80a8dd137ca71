-- title: Tickets escalated to
-- definition: Tickets escalated in the period; by level: to that level, which makes the funnel. A ticket counts once in every
--   row it belongs to, so rows do not add up. Null where no ticket in scope records levels.
-- unit: count
-- better: down
-- relation: figures
-- rules: E1, E2, E4
-- example: escalations 3, distinct_escalated 2: 2
CASE WHEN escalations IS NOT NULL THEN distinct_escalated END
