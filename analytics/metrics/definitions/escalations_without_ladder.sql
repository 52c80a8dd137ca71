-- title: Escalations on a tier without a ladder
-- definition: Escalations of tickets on a tier for which the policy has no ladder. Contained in escalations. Null where no ticket in
--   scope records levels.
-- unit: count
-- better: down
-- relation: figures
-- rules: E4, P7
-- example: escalations 3, without_ladder_events 1: 1
CASE WHEN escalations IS NOT NULL THEN without_ladder_events END
