-- K4: breached if and only if the clock stopped after its due instant, or runs and as_of is after it. And so the target is used up (C5).
SELECT source, ticket_id, clock, outcome, due_at, stopped_at, as_of, elapsed_seconds, target_seconds FROM sla_clocks
WHERE outcome IN ('met', 'breached', 'running') AND (
    (outcome = 'breached') <> (coalesce(stopped_at, as_of) > due_at)
    OR (outcome = 'breached' AND elapsed_seconds < target_seconds)
    OR (outcome <> 'breached' AND elapsed_seconds > target_seconds)
    OR due_at < started_at + to_seconds(target_seconds)        -- business time is never more than calendar time
)
