-- title: Share from uncovered channels
-- definition: The share of the tickets that came by a channel the policy does not cover.
-- numerator: channel_uncovered
-- denominator: tickets
-- unit: share
-- better: none
-- relation: figures
-- rules: P6
-- example: channel_uncovered 2, tickets 10: 0.2
CAST(channel_uncovered AS DOUBLE) / nullif(tickets, 0)
