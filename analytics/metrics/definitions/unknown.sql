-- title: Unknown
-- definition: Clocks the export cannot decide: the instants or the verdict are not recorded, or contradict each other.
-- unit: count
-- better: down
-- relation: clocks
-- rules: K2, K5, C6
-- example: first response on an export without a response column
count(*) FILTER (WHERE outcome = 'unknown')
