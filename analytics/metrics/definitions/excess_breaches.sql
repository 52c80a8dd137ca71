-- title: Breaches beyond those expected
-- definition: Breached clocks beyond those that the breach rate of the whole selection would give for as many decided clocks;
--   below 0 where there are fewer.
-- unit: number
-- better: down
-- relation: figures
-- rules: K3
-- beside: breached, decided, overall_breach_rate
-- example: breached 12, decided 40, overall_breach_rate 0.2: 4
breached - decided * overall_breach_rate
