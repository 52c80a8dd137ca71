-- C3, K6: business time counted and calendar time paused fit together into the calendar time of the run.
SELECT source, ticket_id, clock, elapsed_seconds, paused_seconds, calendar_seconds FROM sla_clocks
WHERE elapsed_seconds < 0 OR paused_seconds < 0 OR elapsed_seconds + paused_seconds > calendar_seconds
    OR (clock = 'first_response' AND (paused_seconds <> 0 OR is_paused))
