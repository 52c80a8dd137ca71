"""What people ask for: load, undo, inspect, measure. Called by pages and by the command line; they alone compose the layers below."""
