"""Frame in, drawing out: one file a shape. No metric is computed here; a figure shows what it is given."""
