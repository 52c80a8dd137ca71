"""What the command line needs at a terminal: words in, text out. Results go to stdout, everything else to stderr."""
