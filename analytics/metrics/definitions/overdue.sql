-- title: Overdue
-- definition: Breached clocks that still run: the due instant has passed and nothing has stopped them. Contained in breached.
-- unit: count
-- better: down
-- relation: clocks
-- rules: K3, K4
-- example: due Mon 17:00, unanswered, as_of Mon 18:00: breached, and overdue
count(*) FILTER (WHERE outcome = 'breached' AND is_overdue)
