-- What is due of each account, so that a claim reads the first few of each and not all of one whose receiver is down.

create index webhooks_due_by_account on webhooks (account_id, next_try_at) where ended_at is null;
