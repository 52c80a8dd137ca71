-- title: Near misses
-- definition: Clocks that were met with less than a tenth of the target left. Contained in met. Null where another verdict
--   than the policy's is asked for, and where there are no clocks.
-- unit: count
-- better: down
-- relation: clocks
-- rules: K4
-- absent: null
-- example: a target of 30 minutes, answered after 28: a near miss
CASE WHEN count(*) > 0 AND $verdict = 'policy' THEN count(*) FILTER (WHERE outcome = 'met' AND is_near_miss) END
