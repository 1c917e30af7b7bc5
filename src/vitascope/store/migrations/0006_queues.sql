-- A queue an engine and a model, so that each is served by the machines that can. Programs of before queue in `render`:
-- what they put there is moved on by workers of now (store/queue.py).

-- Its Python twin is store.queues.queue_of. PostgreSQL's NOTIFY, by which workers wake, takes channels of 63 bytes, and
-- Procrastinate puts 23 of its own before the queue's name.
create function vitascope_queue(spec jsonb) returns text language sql immutable parallel safe as $$
    select case when octet_length(q.name) <= 40 then q.name else left(q.name, 31) || '#' || left(md5(q.name), 8) end
    from (select (spec ->> 'engine') || '/' || (spec ->> 'model') as name) q
$$;

create index procrastinate_jobs_heads on procrastinate_jobs (queue_name, priority desc, id) where status = 'todo';

update procrastinate_jobs j set queue_name = vitascope_queue(g.spec) from generations g
where j.queue_name = 'render' and j.status = 'todo' and g.id::text = j.queueing_lock;

-- Who takes what, for as long as it beats.
create table worker_queues (
    worker_id bigint not null references procrastinate_workers (id) on delete cascade,
    queue text not null,
    primary key (worker_id, queue)
);

-- When a worker that takes it was last there: one row a queue that ever had one.
create table queues (
    queue text primary key,
    last_seen timestamptz not null default now()
);
