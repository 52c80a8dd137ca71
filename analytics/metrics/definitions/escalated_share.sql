-- title: Escalated share
-- definition: Of the tickets received in the period, the share escalated at least once. The newest periods can still rise.
-- numerator: escalated_tickets
-- denominator: tickets_with_levels
-- unit: share
-- better: down
-- relation: figures
-- rules: E2, E4
-- example: escalated_tickets 2, tickets_with_levels 8: 0.25
CAST(escalated_tickets AS DOUBLE) / nullif(tickets_with_levels, 0)
