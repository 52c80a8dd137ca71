-- Grain: one row per ticket whose id is what was asked for, or else begins with it, in small letters. Step: exact ones alone where there are any.
WITH found AS (
    SELECT *, ticket_id IN ($wanted, trim($wanted)) AS is_exact FROM judged_tickets
    WHERE ticket_id IN ($wanted, trim($wanted)) OR starts_with(lower(ticket_id), lower(trim($wanted)))
),
kept AS (
    SELECT * FROM found WHERE is_exact OR NOT (SELECT coalesce(bool_or(is_exact), false) FROM found)
)
SELECT
    source, ticket_id, tier, priority, group_name AS "group", status, state, received_at,
    response_outcome, resolution_outcome, is_exact, count(*) OVER () AS total
FROM kept
ORDER BY length(ticket_id), ticket_id, source
LIMIT $limit
