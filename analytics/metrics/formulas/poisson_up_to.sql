-- The probability that a Poisson count with this mean is at most n. Terms more than 9 standard deviations and 40 below the mean are left
-- out: together they are smaller than a double can tell.
CREATE OR REPLACE TEMP MACRO poisson_up_to(n, mean) AS coalesce(list_sum(list_transform(
    range(greatest(0, CAST(mean - 9 * sqrt(mean) - 40 AS BIGINT)), n + 1),
    lambda k: exp(k * ln(mean) - mean - lgamma(k + 1)))), 0)
