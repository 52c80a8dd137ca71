-- Grain: one row per ticket and level of its ladder that it can become eligible for (E3): the levels for which the policy says after how
-- long to escalate, or the first level of a ladder without times. Step: tickets that are not excluded, of sources that record levels (E4),
-- beside the ladder of their tier in the version that judges them (P3).
WITH levels AS (
    SELECT policy_id, tier, level, escalate_after_seconds IS NOT NULL AS is_stated,
        count(escalate_after_seconds) OVER (PARTITION BY policy_id, tier) AS stated, min(level) OVER (PARTITION BY policy_id, tier) AS first_level
    FROM policy_ladder
)
SELECT
    t.source, t.ticket_id, l.level, l.is_stated,
    t.tier, t.priority, t.export_tier, t.export_priority, t.group_name, t.assignee, t.organisation, t.channel, t.status, t.state,
    t.received_on, t.received_weekday, t.received_hour
FROM judged_tickets AS t
JOIN policy_versions AS p ON t.policy = concat(p.name, ' ', p.label)
JOIN levels AS l ON l.policy_id = p.policy_id AND l.tier = t.tier AND (l.is_stated OR (l.stated = 0 AND l.level = l.first_level))
WHERE t.levels_recorded AND NOT t.is_excluded
