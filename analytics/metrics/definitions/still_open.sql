-- title: Still open
-- definition: Followed clocks that nothing has stopped yet: running and overdue ones.
-- unit: count
-- better: none
-- relation: clocks
-- rules: K10
-- example: 3 answered and 2 still open tickets, and 1 excluded: 2
count(elapsed_seconds) FILTER (WHERE outcome IN ('met', 'breached', 'running', 'no_target') AND stopped_at IS NULL)
