-- title: Clocks
-- definition: All clocks of the kind asked for, one a ticket, whatever their outcome.
-- unit: count
-- better: none
-- relation: clocks
-- rules: K1, K2
-- example: 10 tickets have 10 first response clocks
count(*)
