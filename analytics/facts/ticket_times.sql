-- Grain: one row per ticket that is judged now (state_no: its standing state's row in ticket_states): when its clocks start and stop,
-- what they are held to, and its words. All facts are of the tickets that stand here, and of no others.
-- In: standing_states (the states that stand, with state_no), changes_now (their tickets' changes).
-- Steps: values at the start, where a history tells (K7) -> instants by K1 and K5 -> the policy's words (P1, P4, P5, P6).
-- A view, so that what no other step needs is never kept: writing a ticket down takes longer than judging it.
-- policy_in_force(t): policy_id of the version that judges a clock started at t (P3).

-- A field's value at an instant is the from_value of its first change after that instant; where that is not told, the current value.
CREATE OR REPLACE TEMP TABLE values_at_start AS
SELECT c.source, c.ticket_id,
    arg_min_null(c.from_value, c.place) FILTER (c.field = 'tier') AS tier,
    arg_min_null(c.from_value, c.place) FILTER (c.field = 'priority') AS priority
FROM changes_now AS c
JOIN standing_states AS s ON s.source = c.source AND s.ticket_id = c.ticket_id
LEFT JOIN received_instants AS r ON r.source = s.source AND r.ticket_id = s.ticket_id
WHERE c.field IN ('tier', 'priority') AND c.changed_at > coalesce(s.received_at, r.received_at)
GROUP BY c.source, c.ticket_id;

CREATE OR REPLACE TEMP VIEW timed_tickets AS
WITH standing AS (
    SELECT s.* REPLACE (coalesce(s.received_at, r.received_at) AS received_at),
        CASE WHEN s.received_at IS NULL THEN r.first_event_at END AS first_event_at
    FROM standing_states AS s
    LEFT JOIN received_instants AS r ON r.source = s.source AND r.ticket_id = s.ticket_id
),
timed AS (
    SELECT s.state_no, s.source, s.ticket_id, s.load_id, s.received_at, q.as_of, s.organisation, s.channel, s.exclusion,
        s.updated_at, s.resolved_at AS state_resolved_at, s.closed_at AS state_closed_at,
        s.response_due_at AS response_deadline_at, s.resolution_due_at AS resolution_deadline_at,
        s.response_verdict, s.resolution_verdict, s.first_response_precision_seconds, s.resolved_precision_seconds,
        CASE WHEN f.group_name THEN s.group_name ELSE h.group_name END AS group_name,
        CASE WHEN f.assignee THEN s.assignee ELSE h.assignee END AS assignee,
        CASE WHEN f.status THEN s.status ELSE h.status END AS status,
        CASE WHEN f.tier THEN s.tier ELSE h.tier END AS export_tier,
        CASE WHEN f.priority THEN s.priority ELSE h.priority END AS export_priority,
        h.reopens, h.group_changes, n.load_id IS NOT NULL OR a.ticket_id IS NOT NULL AS seen_in_last_load,
        policy_in_force(s.received_at) AS policy_id,
        coalesce(v.tier, CASE WHEN f.tier THEN s.tier ELSE h.tier END) AS tier_at_start,
        coalesce(v.priority, CASE WHEN f.priority THEN s.priority ELSE h.priority END) AS priority_at_start,
        coalesce(
            s.status_kind IN ('resolved', 'closed'),
            CASE WHEN s.resolved_at IS NOT NULL OR s.closed_at IS NOT NULL THEN true END,
            CASE WHEN NOT f.status THEN h.status_kind IN ('resolved', 'closed') END, false
        ) AS is_closed,
        s.responses_recorded OR q.changes_hold_responses AS responses_recorded,
        f.resolutions OR coalesce(h.status IS NOT NULL, false) AS resolutions_recorded,
        s.levels_recorded OR q.changes_hold_levels AS levels_recorded,
        coalesce(s.first_response_at, h.first_response_at) AS first_response_at,
        coalesce(s.resolved_at, CASE WHEN h.resolved_into = 'resolved' THEN h.resolved_at END) AS entered_resolved_at,
        -- A log that begins with a ticket's first event tells when it was closed even then.
        coalesce(s.closed_at, h.resolved_at, s.first_event_at) AS closed_at
    FROM standing AS s
    -- Every state has its source and its load. LEFT all the same: an inner join on a number hands on its columns as one dictionary for all
    -- rows, a CASE on them breaks that promise, and DuckDB 2.0.0 ends ("narrowed column received a non-dictionary chunk").
    LEFT JOIN source_states AS q ON q.source = s.source
    LEFT JOIN given_fields AS f ON f.load_id = s.load_id
    LEFT JOIN newest_loads AS n ON n.source = s.source AND n.load_id = s.load_id
    LEFT JOIN told_by_history AS h ON h.source = s.source AND h.ticket_id = s.ticket_id
    LEFT JOIN seen_again AS a ON a.source = s.source AND a.ticket_id = s.ticket_id
    LEFT JOIN values_at_start AS v ON v.source = s.source AND v.ticket_id = s.ticket_id
),
stopped AS (
    SELECT *, CASE WHEN is_closed THEN coalesce(entered_resolved_at, closed_at) END AS resolution_stopped_at FROM timed
),
worded AS (
    SELECT t.*, w.calendar_id AS tier_calendar_id, w.tier AS policy_tier, r.priority AS policy_priority,
        w.tier_no + r.priority_no AS target_no,
        t.channel IS NULL OR c.channel IS NOT NULL AS channel_covered,
        coalesce(x.reason, CASE WHEN t.channel IS NOT NULL AND c.channel IS NULL AND NOT p.counts_uncovered_channels
            THEN 'channel not covered' END) AS exclusion_reason
    FROM stopped AS t
    LEFT JOIN policy_versions AS p ON p.policy_id = t.policy_id
    LEFT JOIN tier_words AS w ON w.policy_id = t.policy_id AND w.export_value = lower(trim(t.tier_at_start))
    LEFT JOIN priority_words AS r ON r.policy_id = t.policy_id AND r.export_value = lower(trim(t.priority_at_start))
    LEFT JOIN policy_channels AS c ON c.policy_id = t.policy_id AND c.export_value = lower(trim(t.channel))
    LEFT JOIN policy_exclusions AS x ON x.policy_id = t.policy_id AND x.export_value = lower(trim(t.exclusion))
)
SELECT w.state_no, w.source, w.ticket_id, w.load_id, w.updated_at, w.state_resolved_at, w.state_closed_at, w.organisation, w.channel,
    w.response_deadline_at, w.resolution_deadline_at, w.response_verdict, w.resolution_verdict,
    w.first_response_precision_seconds, w.resolved_precision_seconds,
    w.group_name, w.assignee, w.status, w.export_tier, w.export_priority, w.reopens, w.group_changes, w.seen_in_last_load,
    w.policy_id, w.tier_calendar_id, w.received_at, w.as_of, w.first_response_at, w.is_closed,
    w.responses_recorded, w.resolutions_recorded, w.levels_recorded,
    coalesce(w.policy_tier, w.tier_at_start) AS tier, coalesce(w.policy_priority, w.priority_at_start) AS priority,
    CASE
        WHEN w.tier_at_start IS NULL THEN 'no tier'
        WHEN w.policy_tier IS NULL THEN 'a tier the policy does not know'
        WHEN w.priority_at_start IS NULL THEN 'no priority'
        WHEN w.policy_priority IS NULL THEN 'a priority the policy does not know'
    END AS cover_gap,
    w.channel_covered, w.exclusion_reason,
    CASE WHEN w.responses_recorded THEN coalesce(w.first_response_at, w.resolution_stopped_at) END AS response_stopped_at,
    w.resolution_stopped_at,
    CASE WHEN w.is_closed THEN w.entered_resolved_at IS NULL AND w.closed_at IS NOT NULL END AS closing_time_stands_in,
    w.target_no
FROM worded AS w;
