-- title: Breached
-- definition: Clocks that stopped after their due instant, or still run past it.
-- unit: count
-- better: down
-- relation: clocks
-- rules: K2, K4
-- example: a stop one second after the due instant is breached
count(*) FILTER (WHERE outcome = 'breached')
