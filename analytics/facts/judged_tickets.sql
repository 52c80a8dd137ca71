-- Grain: one row per ticket, both clocks judged (K2, K3, K4), in the policy's words and the export's own beside them.
-- In: judged_times (ticket_times with elapsed_seconds and due_at of both clocks), targets_of, pause_shifts, holders.
-- reporting_local(t): wall clock of the reporting zone (T4).
INSERT INTO judged_tickets BY NAME
WITH words AS (
    SELECT s.rowid AS state_no, s.source, s.ticket_id, s.load_id, s.updated_at, s.resolved_at, s.closed_at, s.organisation, s.channel,
        s.response_due_at AS response_deadline_at, s.resolution_due_at AS resolution_deadline_at,
        s.response_verdict, s.resolution_verdict, s.first_response_precision_seconds, s.resolved_precision_seconds,
        CASE WHEN f.group_name THEN s.group_name ELSE e.group_name END AS group_name,
        CASE WHEN f.assignee THEN s.assignee ELSE e.assignee END AS assignee,
        CASE WHEN f.status THEN s.status ELSE e.status END AS status,
        CASE WHEN f.tier THEN s.tier ELSE e.tier END AS export_tier,
        CASE WHEN f.priority THEN s.priority ELSE e.priority END AS export_priority,
        e.reopens, e.group_changes, n.load_id = s.load_id OR a.ticket_id IS NOT NULL AS seen_in_last_load
    FROM ticket_states AS s
    JOIN given_fields AS f ON f.load_id = s.load_id
    JOIN newest_loads AS n ON n.source = s.source
    LEFT JOIN told_by_history AS e ON e.source = s.source AND e.ticket_id = s.ticket_id
    LEFT JOIN seen_again AS a ON a.source = s.source AND a.ticket_id = s.ticket_id
),
faults AS (
    SELECT t.policy_id, t.received_at, t.as_of, t.first_response_at, t.is_closed, t.responses_recorded, t.levels_recorded,
        t.tier, t.priority, t.cover_gap, t.channel_covered, t.exclusion_reason, t.closing_time_stands_in,
        t.response_stopped_at, t.response_elapsed_seconds, t.response_target_seconds, t.response_due_at,
        t.resolution_stopped_at, t.resolution_elapsed_seconds, t.resolution_target_seconds, t.resolution_due_at,
        s.* EXCLUDE (state_no),
        g.response_target, g.response_calendar, g.resolution_target, g.resolution_calendar,
        p.paused_since AS resolution_paused_since, coalesce(p.paused_seconds, 0) AS resolution_paused_seconds,
        coalesce(p.paused_business_seconds, 0) AS paused_business_seconds,
        CASE WHEN h.response_group_told THEN h.response_group ELSE s.group_name END AS response_group,
        CASE WHEN h.response_assignee_told THEN h.response_assignee ELSE s.assignee END AS response_assignee,
        CASE WHEN h.resolution_group_told THEN h.resolution_group ELSE s.group_name END AS resolution_group,
        CASE WHEN h.resolution_assignee_told THEN h.resolution_assignee ELSE s.assignee END AS resolution_assignee,
        l.escalations, l.highest_level, v.at_risk_share, c.first_closed_at,
        CASE
            WHEN NOT t.responses_recorded THEN 'the export carries no responses'
            WHEN t.is_closed AND t.response_stopped_at IS NULL THEN 'closed, and the export does not say when'
            WHEN t.response_stopped_at < t.received_at THEN 'stopped before it started'
            WHEN t.response_stopped_at > $loaded_at OR t.received_at > $loaded_at THEN 'an instant after the moment of loading'
        END AS response_fault,
        CASE
            WHEN t.is_closed AND t.resolution_stopped_at IS NULL THEN 'closed, and the export does not say when'
            WHEN t.resolution_stopped_at < t.received_at THEN 'stopped before it started'
            WHEN t.resolution_stopped_at > $loaded_at OR t.received_at > $loaded_at THEN 'an instant after the moment of loading'
        END AS resolution_fault
    FROM words AS s
    JOIN judged_times AS t ON t.state_no = s.state_no
    LEFT JOIN targets_of AS g ON g.target_no = t.target_no
    LEFT JOIN pause_shifts AS p ON p.state_no = t.state_no
    LEFT JOIN holders AS h ON h.state_no = t.state_no
    LEFT JOIN escalated AS l ON l.state_no = t.state_no
    LEFT JOIN first_closings AS c ON c.state_no = t.state_no
    LEFT JOIN policy_versions AS v ON v.policy_id = t.policy_id
),
judged AS (
    SELECT f.*,
        CASE
            WHEN exclusion_reason IS NOT NULL THEN 'excluded'
            WHEN NOT responses_recorded THEN 'unknown'      -- K5 stands before the policy: no policy could judge it
            WHEN cover_gap IS NOT NULL THEN 'uncovered'
            WHEN response_target IS NULL THEN 'no_target'
            WHEN response_fault IS NOT NULL THEN 'unknown'
            WHEN coalesce(response_stopped_at, as_of) > response_due_at THEN 'breached'
            WHEN response_stopped_at IS NULL THEN 'running'
            ELSE 'met'
        END AS response_outcome,
        CASE
            WHEN exclusion_reason IS NOT NULL THEN 'excluded'
            WHEN cover_gap IS NOT NULL THEN 'uncovered'
            WHEN resolution_target IS NULL THEN 'no_target'
            WHEN resolution_fault IS NOT NULL THEN 'unknown'
            WHEN coalesce(resolution_stopped_at, as_of) > resolution_due_at THEN 'breached'
            WHEN resolution_stopped_at IS NULL THEN 'running'
            ELSE 'met'
        END AS resolution_outcome
    FROM faults AS f
),
due AS (
    SELECT j.* EXCLUDE (response_due_at, resolution_due_at),
        CASE WHEN is_closed AND resolved_at IS NOT NULL THEN resolved_precision_seconds END AS resolution_precision_seconds,
        CASE WHEN response_outcome IN ('met', 'breached', 'running') THEN response_due_at END AS response_due_at,
        CASE WHEN resolution_outcome IN ('met', 'breached', 'running') THEN resolution_due_at END AS resolution_due_at
    FROM judged AS j
)
SELECT source, ticket_id, load_id, tier, priority, export_tier, export_priority, group_name, assignee, organisation, channel, status,
    CASE WHEN is_closed THEN 'closed' ELSE 'open' END AS state, as_of,
    received_at, first_response_at, CASE WHEN is_closed THEN resolution_stopped_at END AS resolved_at, updated_at,
    CAST(reporting_local(received_at) AS DATE) AS received_on,
    CAST(isodow(reporting_local(received_at)) AS TINYINT) AS received_weekday,
    CAST(hour(reporting_local(received_at)) AS TINYINT) AS received_hour,
    exclusion_reason IS NOT NULL AS is_excluded, exclusion_reason, cover_gap IS NULL AS is_covered, cover_gap, channel_covered,
    levels_recorded, responses_recorded, 
    CASE WHEN levels_recorded THEN coalesce(escalations, 0) END AS escalations,
    CASE WHEN levels_recorded THEN coalesce(highest_level, 0) END AS highest_level,
    reopens, group_changes, seen_in_last_load,
    NOT is_closed AND (resolved_at IS NOT NULL OR closed_at IS NOT NULL) AS is_open_with_resolution,
    policy_in_force_name(policy_id) AS policy, at_risk_share,
    CASE WHEN resolution_fault IS NULL THEN CAST(reporting_local(coalesce(first_closed_at, resolution_stopped_at)) AS DATE) END
        AS first_closed_on,
    response_stopped_at,
    CASE
        WHEN response_stopped_at IS NULL THEN NULL
        WHEN first_response_at IS NOT NULL THEN 'response'
        ELSE 'resolution without response'
    END AS response_stopped_by,
    response_fault, response_calendar, response_target, response_target_seconds, response_due_at,
    CASE WHEN response_fault IS NULL THEN response_elapsed_seconds END AS response_elapsed_seconds,
    response_outcome, response_deadline_at, coalesce(response_verdict, 'unknown') AS response_vendor_outcome,
    response_group, response_assignee,
    CASE WHEN first_response_at IS NOT NULL THEN first_response_precision_seconds
        WHEN response_stopped_at IS NOT NULL THEN resolution_precision_seconds END AS response_precision_seconds,
    CAST(reporting_local(response_stopped_at) AS DATE) AS response_stopped_on,
    CAST(reporting_local(coalesce(response_due_at, received_at)) AS DATE) AS response_due_on,
    CAST(reporting_local(coalesce(response_deadline_at, received_at)) AS DATE) AS response_deadline_on,
    resolution_stopped_at,
    CASE WHEN resolution_stopped_at IS NULL THEN NULL WHEN closing_time_stands_in THEN 'closing time' ELSE 'resolution' END
        AS resolution_stopped_by,
    resolution_fault, resolution_calendar, resolution_target, resolution_target_seconds, resolution_due_at,
    CASE WHEN resolution_fault IS NULL THEN resolution_elapsed_seconds - paused_business_seconds END AS resolution_elapsed_seconds,
    resolution_paused_seconds, resolution_paused_since,
    resolution_outcome, resolution_deadline_at, coalesce(resolution_verdict, 'unknown') AS resolution_vendor_outcome,
    resolution_group, resolution_assignee, resolution_precision_seconds,
    CAST(reporting_local(resolution_stopped_at) AS DATE) AS resolution_stopped_on,
    CAST(reporting_local(coalesce(resolution_due_at, received_at)) AS DATE) AS resolution_due_on,
    CAST(reporting_local(coalesce(resolution_deadline_at, received_at)) AS DATE) AS resolution_deadline_on
FROM due;
