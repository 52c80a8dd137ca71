-- Grain: one row per reopening, with the words of its ticket. In: reopenings (open_spells.sql), judged_tickets.
INSERT INTO reopened_spells BY NAME
SELECT j.source, j.ticket_id, CAST(reporting_local(r.opened_at) AS DATE) AS opened_on, CAST(reporting_local(r.closed_at) AS DATE) AS closed_on,
    j.tier, j.priority, j.export_tier, j.export_priority, j.group_name, j.assignee, j.organisation, j.channel, j.status, j.state,
    j.received_on, j.received_weekday, j.received_hour, j.is_excluded
FROM reopenings AS r
JOIN ticket_times AS t ON t.state_no = r.state_no
JOIN judged_now AS j ON j.source = t.source AND j.ticket_id = t.ticket_id
WHERE j.resolution_fault IS NULL;
