-- title: Distinct tickets of the escalation events
-- definition: Tickets that are not excluded and were escalated in the period, whether or not any source in scope records
--   levels. A ticket counts once in every row it belongs to, so rows do not add up.
-- unit: count
-- better: none
-- relation: escalations
-- rules: E1, E2
-- example: one ticket escalated twice to level 1, and another to level 1 and then 2: 2
count(DISTINCT (source, ticket_id)) FILTER (WHERE NOT is_excluded)
