"""A mapping proposed for a layout that no format describes: from headers, shapes of values, and contents; each with its reason."""
