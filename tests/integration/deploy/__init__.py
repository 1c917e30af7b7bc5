"""What is in deploy/, against real servers."""
