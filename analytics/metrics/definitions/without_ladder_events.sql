-- title: Escalation events on a tier without a ladder
-- definition: Moves to a higher level, of tickets that are not excluded, on a tier for which the policy has no ladder; whether or not
--   any source in scope records levels.
-- unit: count
-- better: none
-- relation: escalations
-- rules: E1, P7
-- example: an escalation of a Standard ticket, and only Enterprise has a ladder: 1
count(*) FILTER (WHERE NOT is_excluded AND NOT has_ladder)
