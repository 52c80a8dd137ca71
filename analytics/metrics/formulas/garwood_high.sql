-- Upper end of the exact 95 % interval of a Poisson mean, n being counted (Garwood 1936): the mean that stays at n or less with a probability
-- of 0.025. Wilson and Hilferty's approximation, brought to the exact value by four steps of Newton's method,
-- by two where n is 100 or more.
CREATE OR REPLACE TEMP MACRO garwood_high(n) AS CASE WHEN n >= 0 THEN list_reduce(
    list_prepend(
        pow(1 - 1 / (9.0 * (greatest(n, 0) + 1)) + 1.959963984540054 / (3 * sqrt(greatest(n, 0) + 1)), 3) * (greatest(n, 0) + 1),
        CAST(CASE WHEN n < 100 THEN [1, 2, 3, 4] ELSE [1, 2] END AS DOUBLE[])),
    lambda mean, step: mean + (poisson_up_to(greatest(n, 0), mean) - 0.025)
        / exp(greatest(n, 0) * ln(mean) - mean - lgamma(greatest(n, 0) + 1))) END
