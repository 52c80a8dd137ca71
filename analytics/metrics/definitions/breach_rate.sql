-- title: Breach rate
-- definition: The share of the decided clocks that breached. Null where nothing is decided.
-- numerator: breached
-- denominator: decided
-- unit: share
-- better: down
-- relation: figures
-- rules: K3
-- example: breached 395, decided 890: 0.4438
CAST(breached AS DOUBLE) / nullif(decided, 0)
