-- Grain: one row per ticket and clock. Step: the verdict of the export's deadline column (K9), due by that deadline; excluded tickets stay outside (P5).
SELECT
    source, ticket_id, clock,
    tier, priority, export_tier, export_priority, group_name, assignee, organisation, channel, status, state,
    received_weekday, received_hour, started_on, stopped_on, deadline_on AS due_on,
    started_at, stopped_at, stopped_by, as_of, is_paused, calendar_seconds, paused_seconds,
    CAST(NULL AS VARCHAR) AS target, CAST(NULL AS BIGINT) AS target_seconds, elapsed_seconds,
    CAST(NULL AS BIGINT) AS remaining_seconds, deadline_at AS due_at,
    CASE WHEN is_excluded THEN 'excluded' ELSE coalesce(deadline_outcome, 'unknown') END AS outcome,
    deadline_overdue AS is_overdue,
    CAST(NULL AS BOOLEAN) AS is_at_risk, CAST(NULL AS BOOLEAN) AS is_near_miss, CAST(NULL AS BOOLEAN) AS precision_flips
FROM sla_clocks
