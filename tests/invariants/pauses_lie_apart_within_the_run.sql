-- K6: pauses of a ticket do not overlap or touch, lie within its resolution clock's run, and sum to what did not count.
WITH pauses AS (
    SELECT p.*, lead(p.started_at) OVER (PARTITION BY p.source, p.ticket_id ORDER BY p.started_at) AS next_at FROM ticket_pauses AS p
)
SELECT j.source, j.ticket_id, sum(date_diff('second', p.started_at, p.stopped_at)) AS pauses, any_value(j.resolution_paused_seconds) AS paused
FROM judged_tickets AS j LEFT JOIN pauses AS p ON p.source = j.source AND p.ticket_id = j.ticket_id
GROUP BY j.source, j.ticket_id
HAVING coalesce(sum(date_diff('second', p.started_at, p.stopped_at)), 0) <> any_value(j.resolution_paused_seconds)
    OR coalesce(bool_or(p.next_at <= p.stopped_at OR p.started_at < j.received_at
        OR p.stopped_at > coalesce(j.resolution_stopped_at, j.as_of)), false)
    OR coalesce(bool_or(p.is_open), false) <> (any_value(j.resolution_paused_since) IS NOT NULL)
