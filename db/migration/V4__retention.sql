-- Jobs that remove what is too old, and what someone wants erased: who runs them, what waits, what was done.

-- One row per job. The server whose name is in it works until `held_until`; after that, whoever comes first.
create table job_lease (
    job varchar(64) not null primary key,
    holder varchar(255) not null,
    held_until timestamp with time zone not null
);

-- People to be erased. A row goes when its work is done, and the name with it.
create table erasure (
    owner varchar(255) not null primary key,
    requested_by varchar(255) not null,
    requested_at timestamp with time zone not null
);

-- What the jobs removed. Names nobody who was erased.
create table job_log (
    id uuid not null primary key,
    finished_at timestamp with time zone not null,
    node varchar(255) not null,
    job varchar(64) not null,
    removed bigint not null,
    requested_by varchar(255),
    failure varchar(1000)
);

create index job_log_by_time on job_log (finished_at);
create index conversation_by_update on conversation (updated_at);
create index audit_usage_by_person on audit_usage (person);
