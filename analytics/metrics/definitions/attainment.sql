-- title: Attainment
-- definition: The share of the decided clocks that were met. Null where nothing is decided.
-- numerator: met
-- denominator: decided
-- unit: share
-- better: up
-- relation: figures
-- rules: K3
-- example: met 3, decided 4: 0.75
CAST(met AS DOUBLE) / nullif(decided, 0)
