-- Limits and shares, of accounts and of keys: null is what the server's settings say of accounts, and no limit of keys.
-- It only adds: programs of before go on, and see none of it.

alter table accounts
    add column weight real not null default 1 check (weight > 0),  -- its share, against the others'
    add column requests_per_minute integer check (requests_per_minute > 0),
    add column max_queued integer check (max_queued >= 0),
    add column max_running integer check (max_running > 0),
    add column limit_credits bigint check (limit_credits >= 0),
    add column limit_retention text check (limit_retention in ('no_reset', 'day', 'week', 'month')),
    add column window_start timestamptz,                  -- since when window_credits counts
    add column window_credits bigint not null default 0,  -- held or charged in that time; kept where there is a limit
    add constraint accounts_limit_is_whole check ((limit_credits is null) = (limit_retention is null));

alter table keys
    add column requests_per_minute integer check (requests_per_minute > 0),
    add column max_queued integer check (max_queued >= 0),
    add column max_running integer check (max_running > 0);

-- Whether a hold counts against its account's limit of the period.
alter table usage add column from_account_limit boolean not null default false;

-- As in migration 3, with the account's period beside its balance.
create or replace function vitascope_release() returns trigger language plpgsql as $$
begin
    if new.from_balance or new.from_account_limit then
        update accounts set
            balance = case when new.from_balance then balance + new.credits else balance end,
            window_credits = case when new.from_account_limit and limit_credits is not null
                    and window_start <= new.created_at
                then greatest(0, window_credits - new.credits) else window_credits end
        where id = new.account_id and (balance is not null or limit_credits is not null);
    end if;
    if new.from_limit then
        update keys set window_credits = greatest(0, window_credits - new.credits)
        where id = new.key_id and limit_credits is not null and window_start <= new.created_at;
    end if;
    return null;
end $$;

-- What an account, and a key, has waiting.
create index generations_queued on generations (account_id, key_id) where status = 'queued';

-- Which queue a generation is in, by name, so that a look at each queue reads one index and no row. Null for what ended
-- before there was this column.
alter table generations add column queue text;

create function vitascope_name_queue() returns trigger language plpgsql as $$
begin
    new.queue := vitascope_queue(new.spec);
    return new;
end $$;

create trigger generations_queue before insert on generations for each row
    when (new.queue is null) execute function vitascope_name_queue();

update generations set queue = vitascope_queue(spec) where status in ('queued', 'generating');

create index generations_waiting_by_queue on generations (queue, tag, id) include (cost_s) where status = 'queued';

-- How far each queue is in its fair order: the latest tag that a worker took from it. Not logged: a crash of the
-- database empties it, and then the tag at the queue's head stands in.
create unlogged table queue_times (
    queue text primary key,
    time bigint not null
);

-- Requests of a minute that were given out to API processes, by account or key. Not logged either: a crash gives the
-- current minute anew.
create unlogged table request_counts (
    owner uuid primary key,
    minute timestamptz not null,
    taken integer not null,
    granted integer not null  -- the last time
);
