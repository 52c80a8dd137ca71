-- title: Escalated tickets
-- definition: Tickets received that were escalated at least once. Null where no ticket in scope records levels.
-- unit: count
-- better: down
-- relation: tickets
-- rules: E2, E4
-- absent: null
-- example: 7 tickets with levels, 2 of them with one or more escalations: 2
CASE WHEN count(*) FILTER (WHERE levels_recorded AND NOT is_excluded) > 0
    THEN count(*) FILTER (WHERE levels_recorded AND NOT is_excluded AND escalations > 0) END
