"""The steps of the import page."""
