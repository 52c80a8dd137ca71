"""The shared pieces of all pages."""
