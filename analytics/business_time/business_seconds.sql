-- Business time at an instant: the open seconds before its cell, and those of the cell's own window that have passed. A cell is packed
-- as cells.py says; `bits` is the width of its two lower parts.
CREATE OR REPLACE TEMP MACRO opens_second(cell, bits) AS (cell >> bits) & ((1 << bits) - 1);
CREATE OR REPLACE TEMP MACRO closes_second(cell, bits) AS cell & ((1 << bits) - 1);
CREATE OR REPLACE TEMP MACRO business_seconds(cell, second, bits) AS
    (cell >> (2 * bits)) + CASE
        WHEN second <= opens_second(cell, bits) THEN 0
        WHEN second < closes_second(cell, bits) THEN second - opens_second(cell, bits)
        ELSE closes_second(cell, bits) - opens_second(cell, bits)
    END;
