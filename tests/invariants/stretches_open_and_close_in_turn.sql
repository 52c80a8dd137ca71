-- The backlog: a ticket opens, closes and opens again in turn; it is open at the end if and only if its state is. Tickets of which one
-- cannot say when they closed are not in it.
WITH spells AS (
    SELECT *, lag(closed_on) OVER w AS closed_before, row_number() OVER w AS number, count(*) FILTER (NOT is_reopened) OVER
        (PARTITION BY source, ticket_id) AS firsts
    FROM open_spells WINDOW w AS (PARTITION BY source, ticket_id ORDER BY opened_on, is_reopened, closed_on)
)
SELECT j.source, j.ticket_id, any_value(j.state) AS state, count(s.ticket_id) AS stretches
FROM judged_tickets AS j LEFT JOIN spells AS s ON s.source = j.source AND s.ticket_id = j.ticket_id
GROUP BY j.source, j.ticket_id
HAVING (count(s.ticket_id) = 0) <> (any_value(j.resolution_fault) IS NOT NULL)
    OR coalesce(bool_or(s.closed_on < s.opened_on OR s.firsts <> 1 OR (s.number > 1 AND s.closed_before IS NULL)
        OR s.closed_before > s.opened_on OR s.opened_on < s.received_on), false)
    OR (count(s.ticket_id) > 0 AND (count(*) FILTER (s.closed_on IS NULL) = 1) <> (any_value(j.state) = 'open'))
