"""PostgreSQL: generations, accounts, usage and the queue. Status moves only through here."""
