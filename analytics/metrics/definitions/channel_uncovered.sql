-- title: Tickets from uncovered channels
-- definition: Tickets that came by a channel the policy does not cover.
-- unit: count
-- better: none
-- relation: tickets
-- rules: P6
-- example: 2 of 10 tickets came by phone, and the policy covers email: 2
count(*) FILTER (WHERE NOT channel_covered)
