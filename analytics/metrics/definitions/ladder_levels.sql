-- title: Levels that tickets can become eligible for
-- definition: Tickets times the levels of their ladder that they can become eligible for: those with a time stated by the
--   policy, or the first of a ladder without times. Excluded tickets and sources that record no levels are left out.
-- unit: count
-- better: none
-- relation: ladder
-- rules: E3, E4
-- example: 10 Enterprise tickets, and a ladder without times: 10
count(*)
