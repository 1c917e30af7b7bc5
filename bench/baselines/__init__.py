"""What `make bench` measures Vitascope against: the service that one would write first, and a bare FastAPI."""
