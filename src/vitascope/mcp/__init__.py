"""A Model Context Protocol server in front of a running Vitascope, for agents. Needs the extra ``mcp``."""
