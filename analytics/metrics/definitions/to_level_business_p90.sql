-- title: Business time to escalation, p90
-- definition: The business time from receipt within which nine in ten of the escalations came, nearest rank; by level: to
--   that level.
-- denominator: escalation_events
-- unit: seconds
-- better: none
-- relation: escalations
-- rules: E3, K10
-- example: escalated after 600, 1200 and 1800 s: 1800 s
quantile_disc(business_seconds, 0.9) FILTER (WHERE NOT is_excluded)
