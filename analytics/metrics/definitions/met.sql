-- title: Met
-- definition: Clocks that stopped at or before their due instant.
-- unit: count
-- better: up
-- relation: clocks
-- rules: K2, K4
-- example: a stop at the due second is met
count(*) FILTER (WHERE outcome = 'met')
