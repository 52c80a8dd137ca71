-- title: No target
-- definition: Clocks for which the policy states no target.
-- unit: count
-- better: none
-- relation: clocks
-- rules: K2, P1
-- example: resolution clocks under the default policy, which gives no resolution goal
count(*) FILTER (WHERE outcome = 'no_target')
