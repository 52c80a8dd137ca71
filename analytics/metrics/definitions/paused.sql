-- title: Paused
-- definition: Running clocks that stand still at as_of because the ticket is in a pausing state. Contained in running.
-- unit: count
-- better: none
-- relation: clocks
-- rules: K4, K6
-- example: a resolution clock whose ticket waits for the customer
count(*) FILTER (WHERE outcome = 'running' AND is_paused)
