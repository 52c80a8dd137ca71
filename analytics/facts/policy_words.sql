-- The policy's words and targets as judging joins them: small tables, made once from the policy's own (P1).

-- Grain: one row per policy version and spelling. The numbers of a tier and a priority add up to that of their targets.
CREATE OR REPLACE TEMP TABLE tier_words AS
SELECT w.policy_id, w.export_value, w.tier, k.calendar_id,
    CAST(dense_rank() OVER (ORDER BY w.policy_id, w.tier) * (SELECT count(DISTINCT priority) FROM policy_priorities) AS INTEGER) AS tier_no
FROM policy_tiers AS w JOIN policy_tier_calendars AS k ON k.policy_id = w.policy_id AND k.tier = w.tier;

CREATE OR REPLACE TEMP TABLE priority_words AS
SELECT policy_id, export_value, priority, CAST(dense_rank() OVER (ORDER BY priority) AS INTEGER) AS priority_no FROM policy_priorities;

-- Grain: one row per policy version, tier and priority: both clocks' targets.
CREATE OR REPLACE TEMP TABLE targets_of AS
SELECT t.tier_no + p.priority_no AS target_no,
    r.calendar_id AS response_calendar_id, r.target_text AS response_target, r.target_seconds AS response_stated_seconds,
    r.target_days AS response_days, r.reading AS response_reading, r.landing AS response_landing, c.name AS response_calendar,
    s.calendar_id AS resolution_calendar_id, s.target_text AS resolution_target, s.target_seconds AS resolution_stated_seconds,
    s.target_days AS resolution_days, s.reading AS resolution_reading, s.landing AS resolution_landing, d.name AS resolution_calendar
FROM policy_targets AS r
JOIN policy_targets AS s ON s.policy_id = r.policy_id AND s.tier = r.tier AND s.priority = r.priority AND s.clock = 'resolution'
JOIN (SELECT DISTINCT policy_id, tier, tier_no FROM tier_words) AS t ON t.policy_id = r.policy_id AND t.tier = r.tier
JOIN (SELECT DISTINCT policy_id, priority, priority_no FROM priority_words) AS p ON p.policy_id = r.policy_id AND p.priority = r.priority
JOIN policy_calendars AS c ON c.calendar_id = r.calendar_id
JOIN policy_calendars AS d ON d.calendar_id = s.calendar_id
WHERE r.clock = 'first_response';
