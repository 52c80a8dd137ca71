-- Grain: one row per ticket that was judged in one pass: what the facts beside it read of ticket_times, which was never kept.
-- state_no: the row in judged_tickets, a number of these tickets' own.
CREATE OR REPLACE TEMP VIEW ticket_times AS
SELECT j.state_no, j.source, j.ticket_id, j.tier, j.policy_id, k.calendar_id AS tier_calendar_id, j.received_at, j.as_of, j.is_closed,
    j.response_stopped_at, j.resolution_stopped_at
FROM judged_now AS j
LEFT JOIN policy_tier_calendars AS k ON k.policy_id = j.policy_id AND k.tier = j.tier;
