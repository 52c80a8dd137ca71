-- Grain: one row per standing, age and time left or over of open tickets' clocks. Step: bands, named by their lower edge, then counted.
-- standing: overdue, at_risk, running, paused, stopped (the clock has, the ticket is open), met (a vendor says so of a clock that nothing
-- has stopped), excluded, uncovered, no_target or unknown.
-- age_from_days: calendar days since receipt, at least. left_to_hours: business hours left, at most; null: more, or not running.
-- over_from_hours: business hours over the target, at least, of overdue clocks; null where they are not known.
SELECT
    standing,
    CASE
        WHEN age_seconds >= 90 * 86400 THEN 90 WHEN age_seconds >= 30 * 86400 THEN 30 WHEN age_seconds >= 14 * 86400 THEN 14
        WHEN age_seconds >= 7 * 86400 THEN 7 WHEN age_seconds >= 3 * 86400 THEN 3 WHEN age_seconds >= 86400 THEN 1 ELSE 0
    END AS age_from_days,
    CASE WHEN standing IN ('at_risk', 'running') THEN
        CASE WHEN remaining_seconds <= 4 * 3600 THEN 4 WHEN remaining_seconds <= 8 * 3600 THEN 8 WHEN remaining_seconds <= 24 * 3600 THEN 24 END
    END AS left_to_hours,
    CASE WHEN standing = 'overdue' THEN
        CASE
            WHEN over_seconds >= 72 * 3600 THEN 72 WHEN over_seconds >= 24 * 3600 THEN 24 WHEN over_seconds >= 8 * 3600 THEN 8
            WHEN over_seconds >= 4 * 3600 THEN 4 WHEN over_seconds >= 3600 THEN 1 WHEN over_seconds >= 0 THEN 0
        END
    END AS over_from_hours,
    count(*) AS tickets
FROM (
    SELECT
        CASE
            WHEN outcome IN ('met', 'breached') AND stopped_at IS NOT NULL THEN 'stopped'
            WHEN outcome = 'breached' THEN 'overdue'
            WHEN outcome = 'running' AND is_paused THEN 'paused'
            WHEN outcome = 'running' AND coalesce(is_at_risk, false) THEN 'at_risk'
            ELSE outcome
        END AS standing,
        date_diff('second', started_at, as_of) AS age_seconds,
        remaining_seconds,
        CASE WHEN elapsed_seconds >= target_seconds THEN elapsed_seconds - target_seconds END AS over_seconds
    FROM scope WHERE state = 'open'
) AS standing
GROUP BY ALL
ORDER BY ALL
