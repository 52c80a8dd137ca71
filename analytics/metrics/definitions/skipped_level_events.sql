-- title: Levels passed over
-- definition: The sum of the levels that escalations passed over, of tickets that are not excluded, whether or not any source
--   in scope records levels.
-- unit: count
-- better: none
-- relation: escalations
-- rules: E1, E3
-- example: from level 0 to level 3: 2
coalesce(CAST(sum(skipped_levels) FILTER (WHERE NOT is_excluded) AS BIGINT), 0)
