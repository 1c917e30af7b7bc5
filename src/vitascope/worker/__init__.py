"""Takes jobs from the queue and renders them in a child process."""
