-- Grain: one row per ticket whose id begins so, capital or small. Step: the shortest first.
SELECT
    source, ticket_id, tier, priority, group_name AS "group", status, state, received_at,
    response_outcome, resolution_outcome, false AS is_exact, count(*) OVER () AS total
FROM judged_tickets
WHERE starts_with(lower(ticket_id), lower(trim($wanted)))
ORDER BY length(ticket_id), ticket_id, source
LIMIT $limit
