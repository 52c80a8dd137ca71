-- title: Escalations with a due instant
-- definition: Escalations, of tickets that are not excluded, whose clock of the kind asked for has a due instant.
-- unit: count
-- better: none
-- relation: escalations
-- rules: E3
-- example: an escalation of a ticket on a tier that the policy does not know is not among them
count(CASE $clock WHEN 'resolution' THEN after_resolution_breach ELSE after_response_breach END) FILTER (WHERE NOT is_excluded)
