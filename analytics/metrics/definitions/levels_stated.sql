-- title: Levels with a stated time
-- definition: Those of the ladder levels for which the policy of the ticket says after how long it is to be escalated.
-- unit: count
-- better: none
-- relation: ladder
-- rules: E3, E4
-- example: 10 Enterprise tickets, and the policy states a time for level 1 only: 10
count(*) FILTER (WHERE is_stated)
