"""What is in deploy/: files that name our settings, commands, ports and metrics."""
