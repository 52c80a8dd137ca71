-- Grain: one row per ticket, both clocks judged (K2, K3, K4), in the policy's words and the export's own beside them.
-- In: judged_times (times_now with elapsed_seconds and due_at of both clocks), pause_shifts, holders. One pass over
-- ticket_times: nothing of a ticket's size stands between, and what is joined is small or of tickets with a history.
-- reporting_local(t): wall clock of the reporting zone (T4). outcome(word): the word as the ENUM it is kept as.
INSERT INTO judged_tickets BY NAME
WITH faults AS (
    SELECT t.*,
        p.paused_since AS resolution_paused_since, coalesce(p.paused_seconds, 0) AS resolution_paused_seconds,
        coalesce(p.paused_business_seconds, 0) AS paused_business_seconds,
        CASE WHEN h.response_group_told THEN coalesce(h.response_group, '') END AS response_group_other,
        CASE WHEN h.response_assignee_told THEN coalesce(h.response_assignee, '') END AS response_assignee_other,
        CASE WHEN h.resolution_group_told THEN coalesce(h.resolution_group, '') END AS resolution_group_other,
        CASE WHEN h.resolution_assignee_told THEN coalesce(h.resolution_assignee, '') END AS resolution_assignee_other,
        l.escalations, l.highest_level, v.at_risk_share, c.first_closed_at,
        CASE
            WHEN NOT t.responses_recorded THEN 'the export carries no responses'
            WHEN t.is_closed AND t.response_stopped_at IS NULL THEN 'closed, and the export does not say when'
            WHEN t.response_stopped_at < t.received_at THEN 'stopped before it started'
            WHEN t.response_stopped_at > $loaded_at OR t.received_at > $loaded_at THEN 'an instant after the moment of loading'
        END AS response_fault,
        CASE
            WHEN NOT t.resolutions_recorded THEN 'the export does not say whether tickets are resolved'
            WHEN t.is_closed AND t.resolution_stopped_at IS NULL THEN 'closed, and the export does not say when'
            WHEN t.resolution_stopped_at < t.received_at THEN 'stopped before it started'
            WHEN t.resolution_stopped_at > $loaded_at OR t.received_at > $loaded_at THEN 'an instant after the moment of loading'
        END AS resolution_fault
    FROM judged_times AS t
    LEFT JOIN pause_shifts AS p ON p.state_no = t.state_no
    LEFT JOIN holders AS h ON h.state_no = t.state_no
    LEFT JOIN escalated AS l ON l.state_no = t.state_no
    LEFT JOIN first_closings AS c ON c.state_no = t.state_no
    LEFT JOIN policy_versions AS v ON v.policy_id = t.policy_id
),
judged AS (
    SELECT f.*,
        CASE
            WHEN exclusion_reason IS NOT NULL THEN outcome('excluded')
            WHEN NOT responses_recorded THEN outcome('unknown')      -- K5 stands before the policy: no policy could judge it
            WHEN cover_gap IS NOT NULL THEN outcome('uncovered')
            WHEN response_target IS NULL THEN outcome('no_target')
            WHEN response_fault IS NOT NULL THEN outcome('unknown')
            WHEN coalesce(response_stopped_at, as_of) > response_due_at THEN outcome('breached')
            WHEN response_stopped_at IS NULL THEN outcome('running')
            ELSE outcome('met')
        END AS response_outcome,
        CASE
            WHEN exclusion_reason IS NOT NULL THEN outcome('excluded')
            WHEN cover_gap IS NOT NULL THEN outcome('uncovered')
            WHEN resolution_target IS NULL THEN outcome('no_target')
            WHEN resolution_fault IS NOT NULL THEN outcome('unknown')
            WHEN coalesce(resolution_stopped_at, as_of) > resolution_due_at THEN outcome('breached')
            WHEN resolution_stopped_at IS NULL THEN outcome('running')
            ELSE outcome('met')
        END AS resolution_outcome
    FROM faults AS f
),
due AS (
    SELECT j.* EXCLUDE (response_due_at, resolution_due_at),
        CASE WHEN is_closed AND state_resolved_at IS NOT NULL THEN resolved_precision_seconds END AS resolution_precision_seconds,
        CASE WHEN response_outcome IN ('met', 'breached', 'running') THEN response_due_at END AS response_due_at,
        CASE WHEN resolution_outcome IN ('met', 'breached', 'running') THEN resolution_due_at END AS resolution_due_at
    FROM judged AS j
),
-- Each instant once as a column: reporting_local names its argument many times. Days of the usual few cases follow from others.
dated AS (
    SELECT *, reporting_local(received_at) AS received_local, CAST(received_local AS DATE) AS received_on,
        CASE WHEN resolution_stopped_at IS NOT NULL THEN CAST(reporting_local(resolution_stopped_at) AS DATE) END AS resolution_stopped_on
    FROM due
)
SELECT source, ticket_id, load_id, policy_id, target_no, tier, priority,
    CASE WHEN export_tier IS DISTINCT FROM tier THEN coalesce(export_tier, '') END AS export_tier_other,
    CASE WHEN export_priority IS DISTINCT FROM priority THEN coalesce(export_priority, '') END AS export_priority_other,
    group_name, assignee, organisation, channel, status,
    is_closed, as_of, received_at, first_response_at, updated_at, received_on,
    CAST(hour(received_local) AS TINYINT) AS received_hour,
    exclusion_reason IS NOT NULL AS is_excluded, exclusion_reason, cover_gap, channel_covered,
    levels_recorded, responses_recorded,
    CASE WHEN levels_recorded THEN coalesce(escalations, 0) END AS escalations,
    CASE WHEN levels_recorded THEN coalesce(highest_level, 0) END AS highest_level,
    reopens, group_changes, seen_in_last_load,
    NOT is_closed AND (state_resolved_at IS NOT NULL OR state_closed_at IS NOT NULL) AS is_open_with_resolution,
    policy_in_force_name(policy_id) AS policy, at_risk_share,
    CASE WHEN resolution_fault IS NULL THEN CASE WHEN first_closed_at IS NULL THEN resolution_stopped_on
        ELSE CAST(reporting_local(first_closed_at) AS DATE) END END AS first_closed_on,
    response_stopped_at,
    response_fault, response_calendar, response_target, response_target_seconds, response_due_at,
    CASE WHEN response_fault IS NULL THEN response_elapsed_seconds END AS response_elapsed_seconds,
    response_outcome, response_deadline_at, response_verdict,
    response_group_other, response_assignee_other,
    CASE WHEN first_response_at IS NOT NULL THEN first_response_precision_seconds
        WHEN response_stopped_at IS NOT NULL THEN resolution_precision_seconds END AS response_precision_seconds,
    CASE WHEN response_stopped_at IS NOT NULL THEN CAST(reporting_local(response_stopped_at) AS DATE) END AS response_stopped_on,
    CASE WHEN response_due_at IS NULL THEN received_on ELSE CAST(reporting_local(response_due_at) AS DATE) END AS response_due_on,
    CASE WHEN response_deadline_at IS NOT NULL THEN CAST(reporting_local(response_deadline_at) AS DATE) END AS response_deadline_day,
    resolution_stopped_at, closing_time_stands_in,
    resolution_fault, resolution_calendar, resolution_target, resolution_target_seconds, resolution_due_at,
    CASE WHEN resolution_fault IS NULL THEN resolution_elapsed_seconds - paused_business_seconds END AS resolution_elapsed_seconds,
    resolution_paused_seconds, resolution_paused_since,
    resolution_outcome, resolution_deadline_at, resolution_verdict,
    resolution_group_other, resolution_assignee_other, resolution_precision_seconds,
    resolution_stopped_on,
    CASE WHEN resolution_due_at IS NULL THEN received_on ELSE CAST(reporting_local(resolution_due_at) AS DATE) END AS resolution_due_on,
    CASE WHEN resolution_deadline_at IS NOT NULL THEN CAST(reporting_local(resolution_deadline_at) AS DATE) END AS resolution_deadline_day
FROM dated;
