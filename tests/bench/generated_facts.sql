-- Grain: one row per made-up ticket, $tickets of them. Step: judged outright, with the distributions of a busy desk; nothing is loaded.
-- Bench only: two tiers, three priorities, 36 months, 30 groups, 400 assignees, 4,000 organisations, waits with a long tail.
INSERT INTO judged_tickets BY NAME
WITH drawn AS (
    SELECT i, hash(i, 1) % 1000000 / 1e6 AS a, hash(i, 2) % 1000000 / 1e6 AS b, hash(i, 3) % 1000000 / 1e6 AS c,
        hash(i, 4) % 1000000 / 1e6 AS d, hash(i, 5) % 1000000 / 1e6 AS e,
        TIMESTAMP '2023-11-01 00:00:00' + to_seconds(CAST(i * (1096 * 86400.0 / $tickets) AS BIGINT)) AS received_at
    FROM range($tickets) AS rows(i)
),
timed AS (
    SELECT *, CASE WHEN a < 0.3 THEN 1800 ELSE 32400 END AS target_seconds,
        CAST(CASE WHEN a < 0.3 THEN 900 ELSE 9000 END * exp(1.1 * sqrt(-2 * ln(b + 1e-9)) * cos(2 * pi() * c)) AS BIGINT) AS wait_seconds
    FROM drawn
),
judged AS (
    SELECT *, received_at + to_seconds(CAST(wait_seconds * CASE WHEN a < 0.3 THEN 1 ELSE 3.5 END AS BIGINT)) AS answered_at,
        received_at + to_seconds(CAST(target_seconds * CASE WHEN a < 0.3 THEN 1 ELSE 3.5 END AS BIGINT)) AS due_at,
        TIMESTAMP '2026-11-01 00:00:00' AS as_of
    FROM timed
)
SELECT 'desk' AS source, CAST(i AS VARCHAR) AS ticket_id, 1 AS load_id,
    CASE WHEN a < 0.3 THEN 'Enterprise' ELSE 'Standard' END AS tier, lower(tier) AS export_tier_other,
    CASE WHEN d < 0.2 THEN 'High' WHEN d < 0.6 THEN 'Medium' ELSE 'Low' END AS priority, lower(priority) AS export_priority_other,
    'Group ' || CAST(floor(30 * pow(e, 2)) AS INTEGER) AS group_name, 'agent ' || CAST(hash(i, 6) % 400 AS INTEGER) AS assignee,
    CASE WHEN hash(i, 7) % 10 > 0 THEN 'Organisation ' || CAST(floor(4000 * pow(hash(i, 8) % 1000000 / 1e6, 3)) AS INTEGER) END AS organisation,
    CASE WHEN hash(i, 9) % 5 > 0 THEN 'email' ELSE 'phone' END AS channel, channel = 'email' AS channel_covered,
    CASE WHEN answered_at <= as_of THEN 'Closed' ELSE 'New' END AS status, answered_at <= as_of AS is_closed,
    as_of, received_at, CAST(received_at AS DATE) AS received_on,
    CAST(hour(received_at) AS TINYINT) AS received_hour,
    hash(i, 10) % 50 = 0 AS is_excluded, true AS levels_recorded, true AS responses_recorded,
    CASE WHEN hash(i, 11) % 20 = 0 THEN 1 ELSE 0 END AS escalations, escalations AS highest_level,
    CASE WHEN answered_at <= as_of THEN answered_at END AS response_stopped_at,
    'bench 1' AS policy, 0.25 AS at_risk_share, target_seconds AS response_target_seconds, target_seconds || ' seconds' AS response_target,
    CASE WHEN is_excluded THEN NULL ELSE due_at END AS response_due_at,
    CASE WHEN answered_at <= as_of THEN wait_seconds ELSE date_diff('second', received_at, as_of) // 4 END AS response_elapsed_seconds,
    CASE WHEN is_excluded THEN 'excluded' WHEN least(answered_at, as_of) > due_at THEN 'breached'
        WHEN answered_at > as_of THEN 'running' ELSE 'met' END AS response_outcome,
    CAST(response_stopped_at AS DATE) AS response_stopped_on,
    CAST(due_at AS DATE) AS response_due_on,
    'no_target' AS resolution_outcome, received_on AS resolution_due_on
FROM judged;

-- Grain: one row per escalation of these tickets.
INSERT INTO escalations BY NAME
SELECT source, ticket_id, 1 + CAST(hash(ticket_id) % 3 AS INTEGER) AS level, 0 AS from_level, level - 1 AS skipped_levels, 1 AS ordinal,
    received_at + INTERVAL 9 HOUR AS escalated_at, CAST(escalated_at AS DATE) AS escalated_on,
    tier, priority, export_tier, export_priority, group_name, assignee, organisation, channel, status, state,
    received_at, received_on, received_weekday, received_hour, 32400 AS calendar_seconds, 16200 AS business_seconds,
    escalated_at > response_due_at AS after_response_breach, tier = 'Enterprise' AS has_ladder, is_excluded
FROM judged_tickets WHERE escalations > 0;
