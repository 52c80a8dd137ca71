"""What the pages show, held against what the command line says for the same filter: every tile, chart, table and sparkline."""
