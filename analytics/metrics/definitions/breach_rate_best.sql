-- title: Breach rate, best possible
-- definition: What the breach rate becomes if every running clock is met.
-- numerator: breached
-- denominator: decided + running
-- unit: share
-- better: down
-- relation: figures
-- rules: K3
-- example: breached 1, running 4, decided 4: 0.125
CAST(breached AS DOUBLE) / nullif(decided + running, 0)
