-- K2, K3: a verdict needs start, target and due instant; without one there is no due instant, and where the data cannot tell, a reason.
SELECT source, ticket_id, clock, outcome FROM sla_clocks
WHERE CASE WHEN outcome IN ('met', 'breached', 'running')
    THEN started_at IS NULL OR target IS NULL OR target_seconds IS NULL OR due_at IS NULL OR elapsed_seconds IS NULL OR calendar IS NULL
    ELSE due_at IS NOT NULL OR is_overdue OR (outcome <> 'no_target' AND reason IS NULL) END
    OR (outcome = 'met' AND stopped_at IS NULL) OR (outcome = 'running' AND stopped_at IS NOT NULL)
    OR is_overdue <> (outcome = 'breached' AND stopped_at IS NULL)
    OR due_on IS NULL OR started_on IS NULL OR (stopped_on IS NULL) <> (stopped_at IS NULL)
