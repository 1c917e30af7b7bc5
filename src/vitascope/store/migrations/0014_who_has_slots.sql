-- Who has a limit of their own on what renders at once: looked up each second, and most have none. It only adds.

create index accounts_with_slots on accounts (id) where max_running is not null;
create index keys_with_slots on keys (account_id) where max_running is not null;
