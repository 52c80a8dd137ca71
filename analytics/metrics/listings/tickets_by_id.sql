-- Grain: one row per ticket with this id, of whichever source. Blanks at its ends may be left out of account.
SELECT
    source, ticket_id, tier, priority, group_name AS "group", status, state, received_at,
    response_outcome, resolution_outcome, true AS is_exact, count(*) OVER () AS total
FROM judged_tickets
WHERE ticket_id IN ($wanted, trim($wanted))
ORDER BY source, ticket_id
LIMIT $limit
