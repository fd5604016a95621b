"""Files of each format, with the lines and grids that stand in them."""
