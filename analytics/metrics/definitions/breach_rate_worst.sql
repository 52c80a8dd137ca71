-- title: Breach rate, worst possible
-- definition: What the breach rate becomes if every running clock breaches.
-- numerator: breached + running
-- denominator: decided + running
-- unit: share
-- better: down
-- relation: figures
-- rules: K3
-- example: breached 1, running 4, decided 4: 0.625
CAST(breached + running AS DOUBLE) / nullif(decided + running, 0)
