-- Grain: one row per change of one field of a ticket, as its history tells it. Step: in order of time.
SELECT field, changed_at, from_value, to_value, from_told
FROM ticket_changes
WHERE source = $source AND ticket_id = $ticket_id
ORDER BY changed_at, field, place
