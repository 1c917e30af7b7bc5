"""Scene graph → frames. `worlds` paint the place with depth, `rigs` what moves in it, `finish` the light and weather."""
