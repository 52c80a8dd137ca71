-- title: Attainment, best possible
-- definition: What attainment becomes if every running clock is met.
-- numerator: met + running
-- denominator: decided + running
-- unit: share
-- better: up
-- relation: figures
-- rules: K3
-- example: met 3, running 4, decided 4: 0.875
CAST(met + running AS DOUBLE) / nullif(decided + running, 0)
