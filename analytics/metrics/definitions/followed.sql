-- title: Followed
-- definition: Clocks with a known time until they stopped or, still open, until as_of: met, breached, running and without a
--   target. Excluded, uncovered and unknown ones are left out.
-- unit: count
-- better: none
-- relation: clocks
-- rules: K2, K10
-- example: 3 answered and 2 still open tickets, and 1 excluded: 5
count(elapsed_seconds) FILTER (WHERE outcome IN ('met', 'breached', 'running', 'no_target'))
