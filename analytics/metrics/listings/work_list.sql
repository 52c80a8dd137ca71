-- Grain: one row per clock that runs past its due instant or towards it. Step: what has been due longest first, then what is due next, each
-- seen from its own source's as_of (T3); paused clocks last, for theirs moves (K4). total: of all.
SELECT
    source, ticket_id, tier, priority, group_name AS "group", assignee, organisation, status,
    CASE WHEN outcome = 'breached' THEN 'overdue' WHEN is_paused THEN 'paused' WHEN coalesce(is_at_risk, false) THEN 'at risk' ELSE 'running' END
        AS standing,
    started_at, due_at, as_of, remaining_seconds,
    CASE WHEN outcome = 'breached' AND elapsed_seconds >= target_seconds THEN elapsed_seconds - target_seconds END AS over_seconds,
    count(*) OVER () AS total
FROM scope
WHERE outcome = 'running' OR (outcome = 'breached' AND is_overdue)
ORDER BY outcome = 'running' AND is_paused, date_diff('second', as_of, due_at) NULLS LAST, source, ticket_id
LIMIT $limit OFFSET $offset
