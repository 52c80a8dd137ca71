-- title: Eligible tickets and levels
-- definition: Tickets and levels past the time after which the policy says to escalate or, on a ladder without times, past
--   due; whether or not a ladder is in scope.
-- unit: count
-- better: none
-- relation: eligible
-- rules: E3
-- example: level 1 after 2 h, unresolved after 3 h: 1
count(*) FILTER (WHERE NOT is_excluded)
