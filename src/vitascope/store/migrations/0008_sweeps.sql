-- When the whole place for files was last gone through: one worker at a time is enough, and a bucket bills each list.
create table sweeps (
    name text primary key,
    begun_at timestamptz not null default now()
);
