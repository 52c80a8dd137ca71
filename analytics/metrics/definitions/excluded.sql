-- title: Excluded
-- definition: Clocks of tickets the policy excludes. They are outside every rate.
-- unit: count
-- better: none
-- relation: clocks
-- rules: K2, P5
-- example: a ticket about third-party software: its two clocks are excluded
count(*) FILTER (WHERE outcome = 'excluded')
