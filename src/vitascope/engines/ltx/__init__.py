"""LTX-2, with the owner's weights on the owner's GPU: diffusers' modules under a loop of our own."""
