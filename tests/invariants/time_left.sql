-- Remaining, at risk and near misses: only of the clocks they speak of, and never below nothing.
SELECT source, ticket_id, clock, outcome, remaining_seconds, target_seconds, is_at_risk, is_near_miss FROM sla_clocks
WHERE (remaining_seconds IS NULL) = (outcome = 'running') OR remaining_seconds < 0 OR remaining_seconds > target_seconds
    OR (is_at_risk AND (outcome <> 'running' OR is_paused)) OR (is_near_miss AND outcome <> 'met')
    OR (precision_flips AND outcome NOT IN ('met', 'breached')) OR is_at_risk IS NULL OR is_near_miss IS NULL OR precision_flips IS NULL
