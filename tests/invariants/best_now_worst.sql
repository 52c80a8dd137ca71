-- K3: for every month, tier and clock: the worst it can become <= now <= the best; without running clocks all three are one.
WITH counted AS (
    SELECT clock, tier, date_trunc('month', due_on) AS month,
        CAST(count(*) FILTER (outcome = 'met') AS DOUBLE) AS met, count(*) FILTER (outcome IN ('met', 'breached')) AS decided,
        count(*) FILTER (outcome = 'running') AS running
    FROM sla_clocks GROUP BY ALL
)
SELECT * FROM counted
WHERE decided > 0 AND NOT (met / (decided + running) <= met / decided AND met / decided <= (met + running) / (decided + running))
