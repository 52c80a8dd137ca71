-- title: Shortest overdue elapsed
-- definition: The least business time so far among the overdue clocks.
-- unit: seconds
-- better: none
-- relation: clocks
-- rules: K10
-- example: two overdue clocks with 2400 and 7200 s so far: 2400 s
min(elapsed_seconds) FILTER (WHERE outcome = 'breached' AND is_overdue)
