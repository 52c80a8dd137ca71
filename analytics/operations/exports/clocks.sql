-- Grain: one row per ticket and clock (two rows a ticket). Step: the clocks as judged, with the verdicts of deadline and vendor beside ours (K9).
SELECT t.source, t.ticket_id, t.clock, t.tier, t.priority, t.export_tier, t.export_priority, t.group_name AS "group", t.assignee,
    t.organisation, t.channel, t.status, t.state, t.started_at, t.stopped_at, t.stopped_by, t.as_of, t.policy, t.calendar, t.target,
    t.target_seconds, t.due_at, t.elapsed_seconds, t.calendar_seconds, t.paused_seconds, t.is_paused, t.outcome, t.reason, t.is_overdue,
    t.deadline_at, t.deadline_outcome, t.deadline_overdue, t.vendor_outcome, t.is_excluded, t.channel_covered,
    t.started_on, t.stopped_on, t.due_on, t.deadline_on, t.received_weekday, t.received_hour
FROM sla_clocks AS t
