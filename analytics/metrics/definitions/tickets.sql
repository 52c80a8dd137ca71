-- title: Tickets
-- definition: Tickets received, excluded ones included.
-- unit: count
-- better: none
-- relation: tickets
-- rules: P5, K8
-- example: 10 tickets received, 1 of them excluded: 10
count(*)
