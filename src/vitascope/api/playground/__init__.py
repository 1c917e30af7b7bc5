"""The playground: the page that people see at ``/``, and the few requests that are its own."""
