-- Lower end of Wilson's 95 % interval of a share, part of whole (Wilson 1927): null where whole is 0. 1.95996… is the normal quantile of 0.975.
CREATE OR REPLACE TEMP MACRO wilson_low(part, whole) AS CASE WHEN part = 0 AND whole > 0 THEN CAST(0 AS DOUBLE) WHEN whole > 0 THEN
    (part + 1.959963984540054 * 1.959963984540054 / 2
        - 1.959963984540054 * sqrt(CAST(part AS DOUBLE) * (whole - part) / whole + 1.959963984540054 * 1.959963984540054 / 4))
    / (whole + 1.959963984540054 * 1.959963984540054) END
