"""Questions put together for people: composed of `measure()` alone, handed on as plain data for pages and files to lay out.

explanation/ is about one ticket: it reads that ticket's own rows.
"""
