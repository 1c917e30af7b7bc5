"""Hands clips to inference servers that speak ``/v1/videos``."""
