-- title: Attainment, worst possible
-- definition: What attainment becomes if every running clock breaches.
-- numerator: met
-- denominator: decided + running
-- unit: share
-- better: up
-- relation: figures
-- rules: K3
-- example: met 3, running 4, decided 4: 0.375
CAST(met AS DOUBLE) / nullif(decided + running, 0)
