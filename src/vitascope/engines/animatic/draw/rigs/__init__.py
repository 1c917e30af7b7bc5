"""Everybody and everything that moves in a scene, as rigs: small skeletons of lit solids, posed anew for each frame."""

from vitascope.engines.animatic.draw.rigs.staging import paint_actors

__all__ = ["paint_actors"]
