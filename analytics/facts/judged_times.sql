-- Grain: one row per ticket that was judged in one pass: what the facts beside it read of ticket_times and standing_states where these were
-- never kept. state_no: the row in judged_tickets, a number of these tickets' own. They have no history, and none is a row of a log.
CREATE OR REPLACE TEMP VIEW ticket_times AS
SELECT j.state_no, j.source, j.ticket_id, j.tier, j.policy_id, k.calendar_id AS tier_calendar_id, j.received_at, j.as_of, j.is_closed,
    j.response_stopped_at, j.resolution_stopped_at, g.response_calendar_id, g.resolution_calendar_id
FROM judged_now AS j
LEFT JOIN targets_of AS g ON g.target_no = j.target_no
LEFT JOIN policy_tier_calendars AS k ON k.policy_id = j.policy_id AND k.tier = j.tier;

CREATE OR REPLACE TEMP VIEW standing_states AS SELECT state_no, source, ticket_id, load_id, assignee, false AS is_event FROM judged_now;
