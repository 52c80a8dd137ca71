-- title: Escalated after the breach
-- definition: Escalations, of tickets that are not excluded, at an instant after the due instant of the clock asked for.
-- unit: count
-- better: down
-- relation: escalations
-- rules: E3
-- example: due 10:30, escalated 11:00: after the breach
count(*) FILTER (WHERE NOT is_excluded AND CASE $clock WHEN 'resolution' THEN after_resolution_breach ELSE after_response_breach END)
