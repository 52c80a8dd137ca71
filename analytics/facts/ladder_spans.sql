-- Grain: one row per ticket and ladder level with escalate_after (E3) whose run is longer than that, in calendar time, which is never less
-- than business time. P3: the ladder of the version in force at receipt. Goes to business time and comes back as ladder_dues.
CREATE OR REPLACE TEMP TABLE ladder_spans AS
SELECT t.state_no, t.tier_calendar_id AS calendar_id, t.received_at AS started_at, l.level, l.name AS level_name,
    l.escalate_after_seconds AS target_seconds, CAST(NULL AS INTEGER) AS target_days, 'elapsed' AS reading, 'closing' AS landing,
    coalesce(t.resolution_stopped_at, t.as_of) AS until_at
FROM ticket_times AS t
JOIN policy_ladder AS l ON l.policy_id = t.policy_id AND l.tier = t.tier
WHERE l.escalate_after_seconds IS NOT NULL AND (t.resolution_stopped_at IS NOT NULL OR NOT t.is_closed)
    AND coalesce(t.resolution_stopped_at, t.as_of) > t.received_at + to_seconds(l.escalate_after_seconds);
