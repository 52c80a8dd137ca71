-- title: Should have been escalated
-- definition: Tickets and levels past the time after which the policy says to escalate, and not escalated to that level or
--   above. Null where the policy states no such time.
-- unit: count
-- better: down
-- relation: figures
-- rules: E3, E4
-- beside: eligible
-- example: levels_stated 10, stated_waiting_events 2: 2
CASE WHEN levels_stated > 0 OR stated_waiting_events > 0 THEN stated_waiting_events END
