-- title: Due in the next 4 business hours
-- definition: Running clocks, not paused, with 4 hours or less of business time left of the target, counted by each ticket's own
--   calendar from its source's as_of. Contained in running. Null where another verdict than the policy's is asked for, and where
--   there are no clocks.
-- unit: count
-- better: down
-- relation: clocks
-- rules: T3, K4
-- absent: null
-- example: Standard hours, as_of Friday 16:00, due Monday 09:00: 2 business hours are left, so it is counted
CASE WHEN count(*) > 0 AND $verdict = 'policy' THEN
    count(*) FILTER (WHERE outcome = 'running' AND NOT is_paused AND remaining_seconds <= 4 * 3600)
END
