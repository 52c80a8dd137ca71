-- title: The same by a stated time
-- definition: Of those, the ones whose time to escalate the policy states.
-- unit: count
-- better: none
-- relation: eligible
-- rules: E3
-- example: level 1 after 2 h, 3 h passed, and the ticket never left level 0: 1
count(*) FILTER (WHERE NOT is_excluded AND NOT is_escalated AND is_stated)
