-- title: p50 not reached
-- definition: True where clocks are followed, and too many of them are still open to say within which time half stop.
-- unit: flag
-- better: none
-- relation: figures
-- rules: K10
-- example: followed 5, time_to_stop_p50 null: true
followed > 0 AND time_to_stop_p50 IS NULL
