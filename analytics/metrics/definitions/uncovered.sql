-- title: Uncovered
-- definition: Clocks of tickets whose tier or priority the policy does not know.
-- unit: count
-- better: down
-- relation: clocks
-- rules: K2, P4
-- example: tier Platinum, and the policy knows Standard and Enterprise: uncovered
count(*) FILTER (WHERE outcome = 'uncovered')
