-- title: p90 is a lower bound
-- definition: True where an overdue clock counts with no more than the p90: once it stops the p90 may turn out higher. Shown as
--   ≥.
-- unit: flag
-- better: none
-- relation: figures
-- rules: K10
-- example: overdue_elapsed_min 1200, elapsed_p90 1800: true
coalesce(overdue_elapsed_min <= elapsed_p90, FALSE)
