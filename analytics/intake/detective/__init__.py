"""What the values of a file say of themselves: profiles of its columns, forms and order of its dates, and the zone they were written in."""
