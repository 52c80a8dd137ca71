-- title: Verdicts within the precision
-- definition: Decided clocks whose verdict one unit of the export's precision could flip: a stop known to the minute or hour
--   only, next to the due instant. Null where another verdict than the policy's is asked for, and where there are no clocks.
-- unit: count
-- better: down
-- relation: clocks
-- rules: K1
-- absent: null
-- example: due 10:30:00, and the export says answered in minute 10:30: it could be either
CASE WHEN count(*) > 0 AND $verdict = 'policy' THEN count(*) FILTER (WHERE outcome IN ('met', 'breached') AND precision_flips) END
