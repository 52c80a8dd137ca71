-- title: Decided
-- definition: Clocks with a verdict: met and breached together.
-- unit: count
-- better: none
-- relation: figures
-- rules: K3
-- example: met 3, breached 1: 4
met + breached
