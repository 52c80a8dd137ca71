-- Business time at an instant: the open seconds before its cell, and those of the cell's own window that have passed (see cells.py).
CREATE OR REPLACE TEMP MACRO business_seconds(cell, second) AS
    (cell >> 32) + CASE
        WHEN second <= ((cell >> 16) & 65535) THEN 0
        WHEN second < (cell & 65535) THEN second - ((cell >> 16) & 65535)
        ELSE (cell & 65535) - ((cell >> 16) & 65535)
    END;
