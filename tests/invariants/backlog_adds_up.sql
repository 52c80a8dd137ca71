-- T4: open at the end of a day = open the day before + arrivals + reopened - departures, counted in another way than by summing.
WITH days AS (SELECT DISTINCT unnest([opened_on, closed_on]) AS day FROM open_spells),
moves AS (
    SELECT opened_on AS day, count(*) AS came, 0 AS went FROM open_spells GROUP BY opened_on
    UNION ALL SELECT closed_on, 0, count(*) FROM open_spells WHERE closed_on IS NOT NULL GROUP BY closed_on
),
summed AS (SELECT day, sum(sum(came) - sum(went)) OVER (ORDER BY day) AS open FROM moves GROUP BY day)
SELECT d.day, any_value(m.open) AS summed, count(s.ticket_id) AS open
FROM days AS d JOIN summed AS m ON m.day = d.day
LEFT JOIN open_spells AS s ON s.opened_on <= d.day AND coalesce(s.closed_on > d.day, true)
WHERE d.day IS NOT NULL GROUP BY d.day HAVING any_value(m.open) <> count(s.ticket_id)
