"""Quoted words, spoken. `port` is what any voice must do; `formant` is the one that needs no model."""
