"""What the end-to-end tests share: the server, clients, PostgreSQL, raw HTTP."""
