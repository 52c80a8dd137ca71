-- Grain: one row per group and time after which clocks of it stopped. Step: Kaplan–Meier's product limit (K10): at each such time the share
-- still open falls by the stops among those followed that long; a clock still open leaves with its time so far, after the stops of that time.
-- What stands in double braces is filled in by scope.py: the dimensions of the question, and its rows of the clocks.
WITH moments AS (
    SELECT {{keys}}elapsed_seconds, count(stopped_at) AS stops, count(*) AS leaving
    {{scope}} AND outcome IN ('met', 'breached', 'running', 'no_target') AND elapsed_seconds IS NOT NULL
    GROUP BY {{groups}}elapsed_seconds
),
followed AS (
    SELECT *, sum(leaving) OVER ({{within}}ORDER BY elapsed_seconds DESC) AS followed FROM moments
)
SELECT *, product(1 - stops / followed) OVER ({{within}}ORDER BY elapsed_seconds) AS share_open
FROM followed WHERE stops > 0
