-- title: Eligible tickets and levels without the escalation
-- definition: Eligible tickets and levels that were not escalated to that level or above; whether or not a ladder is in
--   scope.
-- unit: count
-- better: none
-- relation: eligible
-- rules: E3
-- example: level 1 after 2 h, 3 h passed, and the ticket never left level 0: 1
count(*) FILTER (WHERE NOT is_excluded AND NOT is_escalated)
