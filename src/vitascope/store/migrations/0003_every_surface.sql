-- What the further surfaces need: funds, key limits, idempotency, webhooks, uploads, deletion, and news of progress.

-- Balances are in credits; null is unlimited. A hold lowers the balance at submit, a release gives it back.
alter table accounts
    add column balance bigint,
    add column email text,
    add column webhook_secret bytea,
    add column webhook_secret_before bytea,       -- signs too for a day after it was replaced
    add column webhook_secret_since timestamptz;

-- Every change of a balance that is not the use of a model: grants, refunds, corrections.
create table grants (
    id uuid primary key,
    account_id uuid not null references accounts (id),
    direction text not null check (direction in ('TOPUP', 'CHARGE')),
    type text not null check (type in ('PAYMENT', 'BONUS', 'REFUND', 'ADJUSTMENT', 'CREDITS_EXPIRED', 'INIT')),
    credits bigint not null check (credits > 0),
    note text,
    created_at timestamptz not null default now()
);

create index grants_by_account on grants (account_id, created_at desc, id desc);

alter table keys
    add column management boolean not null default false,  -- manages keys, and makes no clips
    add column disabled boolean not null default false,
    add column scopes text[],                               -- null is all of them
    add column limit_credits bigint check (limit_credits >= 0),
    add column limit_retention text check (limit_retention in ('no_reset', 'day', 'week', 'month')),
    add column window_start timestamptz,                    -- since when window_credits counts
    add column window_credits bigint not null default 0,    -- held or charged in that time; kept for limited keys alone
    add column updated_at timestamptz not null default now(),
    add column last_used_at timestamptz,
    add constraint keys_limit_is_whole check ((limit_credits is null) = (limit_retention is null));

create index keys_by_account on keys (account_id, created_at);

-- Usage says for itself whose it is and what for, so that reports read one index and no generation.
alter table usage
    add column key_id uuid references keys (id),
    add column model text not null default '',
    add column from_balance boolean not null default false,  -- whether the hold lowered the account's balance
    add column from_limit boolean not null default false;    -- whether it counts against its key's limit
update usage u set key_id = g.key_id, model = g.spec ->> 'model' from generations g where g.id = u.generation_id;
alter table usage alter column model drop default;
drop index usage_by_account;  -- nothing asks for it: reports are about a key, the ledger is about what was charged
create index usage_by_key on usage (key_id, created_at desc, generation_id desc) include (state, model, credits);
create index usage_charged on usage (account_id, settled_at desc, generation_id desc) where state = 'charged';

alter table generations
    add column surface text not null default 'aimlapi',  -- whose form the request had
    add column origin text not null default 'api' check (origin in ('api', 'playground')),
    add column client_request_id text,
    add column cost_s real not null default 0,           -- predicted seconds of work, for estimates
    add column claimed_at timestamptz,                   -- when its present attempt began; null while it waits
    add column step integer,                             -- of ``steps``, in its present stage
    add column steps integer,
    add column priority smallint not null default 0,     -- among the queued jobs of its own account
    add column remix_of uuid,
    add column webhook_url text,
    add column base_url text,                            -- how its caller names this server: for links that are sent
    add column expires_in_s integer,                     -- how long its files are kept; null is the server's retention
    add column expires_at timestamptz,                   -- set when it ends, where expires_in_s is
    add column deleted_at timestamptz;                   -- its owner wants it gone: unseen from now on, files to be swept

create index generations_waiting on generations (tag, id) include (cost_s) where status = 'queued';
create index generations_with_priority on generations (account_id) where status = 'queued' and priority <> 0;
create index generations_by_account_in_order on generations (account_id, created_at desc, id desc) where deleted_at is null;
create index generations_expiring on generations (expires_at) where expires_at is not null and files_deleted_at is null;
create index generations_deleted on generations (deleted_at) where deleted_at is not null and files_deleted_at is null;

-- A key that a caller chose for a submit: the same one again gives the same generation.
create table idempotency (
    account_id uuid not null references accounts (id),
    key text not null,
    fingerprint bytea not null,  -- of the request, so that another one under the same key is refused
    generation_id uuid not null,
    created_at timestamptz not null default now(),
    primary key (account_id, key)
);

create index idempotency_by_age on idempotency (created_at);

-- The outbox: written in the transaction that ends a generation, sent by whichever worker comes first.
create table webhooks (
    id uuid primary key,         -- the message's own id, the same at every try
    account_id uuid not null references accounts (id),
    generation_id uuid not null references generations (id),
    url text not null,
    event text not null,
    created_at timestamptz not null default now(),
    tries integer not null default 0,
    next_try_at timestamptz not null default now(),
    ended_at timestamptz,        -- delivered, or given up
    delivered boolean not null default false,
    last_error text
);

create index webhooks_due on webhooks (next_try_at) where ended_at is null;
create index webhooks_by_generation on webhooks (generation_id);

-- Files that a caller puts here before a request names them.
create table uploads (
    id uuid primary key,
    account_id uuid not null references accounts (id),
    created_at timestamptz not null default now(),
    link_expires_at timestamptz not null,
    expires_at timestamptz not null,
    sha256 text,                 -- names the file under this upload's prefix; null until it is whole
    size_bytes bigint,
    media_type text
);

create index uploads_to_sweep on uploads (expires_at);

-- Whoever watches a generation hears of it here, whatever process wrote it.
create function vitascope_tell() returns trigger language plpgsql as $$
begin
    perform pg_notify('vitascope_generation', new.id::text);
    return null;
end $$;

create trigger generations_tell after update on generations for each row
    when (old.status is distinct from new.status or old.progress is distinct from new.progress
          or old.stage is distinct from new.stage or old.step is distinct from new.step
          or old.deleted_at is distinct from new.deleted_at)
    execute function vitascope_tell();

-- The outbox is filled here, so that no path to an end can forget it.
create function vitascope_webhook() returns trigger language plpgsql as $$
begin
    insert into webhooks (id, account_id, generation_id, url, event)
    values (gen_random_uuid(), new.account_id, new.id, new.webhook_url,
        case new.status when 'completed' then 'video.completed' when 'error' then 'video.failed' else 'video.cancelled' end);
    perform pg_notify('vitascope_webhook', '');
    return null;
end $$;

create trigger generations_webhook after update of status on generations for each row
    when (new.webhook_url is not null and old.status is distinct from new.status
          and new.status in ('completed', 'error', 'cancelled'))
    execute function vitascope_webhook();

-- A hold that is released goes back to where it was taken from: the balance, and the key's limit of the same period.
-- Whoever holds a usage row and wants the account or the key too locks them in this order: usage, account, key.
create function vitascope_release() returns trigger language plpgsql as $$
begin
    if new.from_balance then
        update accounts set balance = balance + new.credits where id = new.account_id and balance is not null;
    end if;
    if new.from_limit then
        update keys set window_credits = greatest(0, window_credits - new.credits)
        where id = new.key_id and limit_credits is not null and window_start <= new.created_at;
    end if;
    return null;
end $$;

create trigger usage_release after update on usage for each row
    when (old.state = 'held' and new.state = 'released') execute function vitascope_release();
