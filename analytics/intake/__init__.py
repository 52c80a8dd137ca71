"""Export files in; tickets, changes, rejects and a receipt out. Every row that was read is accounted for (L1)."""
