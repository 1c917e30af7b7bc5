"""What a generation is: plain values, sums and ports. Standard library and NumPy only."""
