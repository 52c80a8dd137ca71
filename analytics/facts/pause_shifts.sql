-- Grain: one row per ticket with pauses: how much of its resolution clock's span did not count, and by how much its due instant moves.
-- A pause moves the due instant if the target was not yet used up when it began: active time before it < target (K6); where due
-- instants land on the next opening, also if it was used up just then.
-- In: pauses_elapsed (business time of each pause), before_pauses (business time from the clock's start to each pause),
-- day_targets_in_seconds (targets in business days of a close-of-day reading).
CREATE OR REPLACE TEMP TABLE pause_shifts AS
WITH running AS (
    SELECT p.state_no, p.elapsed_seconds AS pause_seconds, CASE WHEN p.is_open THEN p.started_at END AS open_since,
        epoch_us(p.stopped_at) // 1000000 - epoch_us(p.started_at) // 1000000 AS calendar_seconds,
        b.elapsed_seconds - coalesce(sum(p.elapsed_seconds) OVER (
            PARTITION BY p.state_no ORDER BY p.started_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0) AS active_before
    FROM pauses_elapsed AS p
    JOIN before_pauses AS b ON b.state_no = p.state_no AND b.stopped_at = p.started_at
)
SELECT r.state_no, CAST(sum(r.pause_seconds) AS BIGINT) AS paused_business_seconds,
    CAST(sum(r.calendar_seconds) AS BIGINT) AS paused_seconds, max(r.open_since) AS paused_since,
    CAST(coalesce(sum(r.pause_seconds) FILTER (
        r.active_before < coalesce(t.resolution_stated_seconds, d.elapsed_seconds)
        OR (r.active_before = t.resolution_stated_seconds AND t.resolution_landing = 'next_opening')
    ), 0) AS BIGINT) AS due_shift_seconds
FROM running AS r
JOIN ticket_times AS t ON t.state_no = r.state_no
LEFT JOIN day_targets_in_seconds AS d ON d.state_no = r.state_no AND d.clock = 'resolution'
GROUP BY r.state_no;
