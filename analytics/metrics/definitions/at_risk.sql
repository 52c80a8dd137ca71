-- title: At risk
-- definition: Running clocks, not paused, with less of the target left than the policy calls at risk. Contained in running.
--   Null where another verdict than the policy's is asked for, and where there are no clocks.
-- unit: count
-- better: down
-- relation: clocks
-- rules: K4
-- absent: null
-- example: a target of 9 h, 8 h elapsed, and the policy says at risk under a quarter: at risk
CASE WHEN count(*) > 0 AND $verdict = 'policy' THEN count(*) FILTER (WHERE outcome = 'running' AND is_at_risk) END
