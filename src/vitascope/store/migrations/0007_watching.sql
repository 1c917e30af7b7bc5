-- What owners see of the work: who asked, since when an end is wanted, and which worker is where. It only adds.

alter table generations
    add column request_id text,                  -- of the submit, as its reply and the logs have it
    add column cancel_requested_at timestamptz;

-- A worker of before tells nothing of itself and has no row.
create table worker_notes (
    worker_id bigint primary key references procrastinate_workers (id) on delete cascade,
    host text not null,
    pid integer not null,
    engine text not null,
    version text not null,
    since timestamptz not null default now()
);
