-- Grain: one row per clock of told_runs: where its calendar time went. In: told_runs, told_of, part_spans_elapsed (clock_parts.sql).
INSERT INTO recorded_clock_parts BY NAME
WITH summed AS (
    SELECT state_no, clock, bool_or(part <> 'unsplit') AS is_told,
        coalesce(sum(sign * elapsed_seconds) FILTER (part = 'unassigned'), 0) AS unassigned_seconds,
        coalesce(sum(sign * elapsed_seconds) FILTER (part = 'between_groups'), 0) AS between_groups_seconds,
        coalesce(sum(sign * elapsed_seconds) FILTER (part = 'worked'), 0) AS worked_seconds,
        coalesce(sum(sign * elapsed_seconds) FILTER (part = 'unsplit'), 0) AS unsplit_seconds
    FROM part_spans_elapsed GROUP BY state_no, clock
)
SELECT r.source, r.ticket_id, r.clock,
    epoch_us(r.until_at) // 1000000 - epoch_us(r.received_at) // 1000000 - r.paused_seconds - r.elapsed_seconds AS outside_hours_seconds,
    CASE WHEN r.clock = 'first_response' OR t.statuses THEN r.paused_seconds END AS paused_seconds,
    CASE WHEN s.is_told THEN s.unassigned_seconds END AS unassigned_seconds,
    CASE WHEN s.is_told AND t.groups THEN s.between_groups_seconds END AS between_groups_seconds,
    CASE WHEN s.is_told THEN s.worked_seconds END AS worked_seconds,
    coalesce(s.unsplit_seconds, r.elapsed_seconds) AS unsplit_seconds
FROM told_runs AS r
JOIN told_of AS t ON t.state_no = r.state_no
LEFT JOIN summed AS s ON s.state_no = r.state_no AND s.clock = r.clock;
