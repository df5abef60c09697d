"""Why each block of a page was kept or dropped: as data, on the terminal and as a page of its own."""
