-- title: p90 not reached
-- definition: True where clocks are followed, and too many of them are still open to say within which time nine in ten stop.
-- unit: flag
-- better: none
-- relation: figures
-- rules: K10
-- example: followed 5, time_to_stop_p90 null: true
followed > 0 AND time_to_stop_p90 IS NULL
