-- title: Timed
-- definition: Decided clocks whose elapsed business time is known; the number behind the percentiles.
-- unit: count
-- better: none
-- relation: clocks
-- rules: K10
-- example: a clock judged by the export's own verdict, on a tier our policy does not know, is decided but not timed
count(elapsed_seconds) FILTER (WHERE outcome IN ('met', 'breached'))
