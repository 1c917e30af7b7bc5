-- Accounts own keys and generations; a generation has one usage row and, while it is not final, one job in
-- procrastinate_jobs whose queueing_lock is its id. (Migration 1 is Procrastinate's own schema.)

create table accounts (
    id uuid primary key,
    name text not null unique,
    created_at timestamptz not null default now()
);

create table keys (
    id uuid primary key,
    account_id uuid not null references accounts (id),
    prefix text not null,
    hash bytea not null unique,  -- SHA-256 of the key; the key itself is shown once and kept nowhere
    name text,
    created_at timestamptz not null default now(),
    revoked_at timestamptz
);

create table generations (
    id uuid primary key,
    account_id uuid not null references accounts (id),
    key_id uuid not null references keys (id),
    spec jsonb not null,
    image_key text,
    adjusted text[] not null default '{}',
    status text not null default 'queued'
        check (status in ('queued', 'generating', 'completed', 'error', 'cancelled')),
    attempt integer not null default 0,      -- the fence: only its holder may publish, report or settle
    handed_back integer not null default 0,  -- attempts that a stopping worker gave up; they do not count as failures
    tag bigint not null,                     -- fair share: its start tag when it was queued, in 1/100 s of work
    cancel_requested boolean not null default false,
    progress real not null default 0,
    stage text,
    notes jsonb not null default '{}',
    created_at timestamptz not null default now(),
    started_at timestamptz,
    finished_at timestamptz,
    error_code text,
    error_message text,
    artifact jsonb,
    files_deleted_at timestamptz,
    check ((status in ('completed', 'error', 'cancelled')) = (finished_at is not null)),
    check ((status = 'completed') = (artifact is not null))
);

create index generations_by_account on generations (account_id, created_at desc);
create index generations_live on generations (account_id, tag) where status in ('queued', 'generating');
create index generations_to_sweep on generations (finished_at) where finished_at is not null and files_deleted_at is null;

create table usage (
    generation_id uuid primary key references generations (id),
    account_id uuid not null references accounts (id),
    credits bigint not null check (credits >= 0),
    state text not null default 'held' check (state in ('held', 'charged', 'released')),
    created_at timestamptz not null default now(),
    settled_at timestamptz
);

create index usage_by_account on usage (account_id, created_at desc);

-- What every process of one installation must agree on, such as the secret that signs links.
create table secrets (
    name text primary key,
    value bytea not null
);
