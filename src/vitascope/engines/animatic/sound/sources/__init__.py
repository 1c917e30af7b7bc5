"""How each kind of sound is made. `registry` has the list."""
