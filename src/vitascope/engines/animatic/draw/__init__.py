"""Scene graph → frames: `worlds` paint the place with depth, `rigs` what moves in it, `finish` light and weather."""
