-- title: Running
-- definition: Clocks that have not stopped and are not yet due: neither met nor breached.
-- unit: count
-- better: none
-- relation: clocks
-- rules: K2, K3
-- example: received 09:00, due 18:00, the export's latest act 12:00: running
count(*) FILTER (WHERE outcome = 'running')
