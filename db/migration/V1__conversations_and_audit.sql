-- Conversations with their messages, and one audit row per request.
-- One file for PostgreSQL and for H2 in its PostgreSQL mode. Keys are UUID version 7: they grow with time,
-- and are known before the insert, so that an insert whose commit got no answer can be tried again.

create table conversation (
    id uuid not null primary key,
    owner varchar(255) not null,
    title varchar(80) not null,
    created_at timestamp with time zone not null,
    updated_at timestamp with time zone not null
);

create index conversation_by_owner on conversation (owner, updated_at desc, id desc);

create table message (
    id uuid not null primary key,
    conversation_id uuid not null references conversation (id) on delete cascade,
    position integer not null check (position >= 0),
    role varchar(16) not null check (role in ('user', 'assistant')),
    content text not null,
    created_at timestamp with time zone not null,

    -- Only answers have what follows.
    reasoning text,
    state varchar(16) check (state in ('streaming', 'complete', 'stopped', 'interrupted', 'failed')),
    reasoning_effort varchar(32),
    max_tokens integer,
    finish_reason varchar(32),
    prompt_tokens integer,
    cached_tokens integer,
    completion_tokens integer,
    reasoning_tokens integer,
    queue_micros bigint,
    prefill_micros bigint,
    first_token_micros bigint,
    first_reasoning_micros bigint,
    first_answer_micros bigint,
    total_micros bigint,

    constraint message_position unique (conversation_id, position),
    constraint message_answer check ((role = 'assistant') = (state is not null))
);

create index message_by_state on message (state);

create table audit (
    id uuid not null primary key,
    request_id varchar(255) not null,
    received_at timestamp with time zone not null,
    owner varchar(255) not null,
    client varchar(32) not null,
    model varchar(255) not null,
    streamed boolean not null,
    reasoning_effort varchar(32),
    max_tokens integer,
    temperature double precision,
    status integer not null,
    finish_reason varchar(32),
    error_code varchar(64),
    error_message varchar(1000),
    prompt_tokens integer not null,
    cached_tokens integer not null,
    reasoning_tokens integer not null,
    answer_tokens integer not null,

    -- Microseconds since received_at, by one monotonic clock; null is what did not happen.
    queued_micros bigint,
    scheduled_micros bigint,
    first_token_micros bigint,
    first_reasoning_micros bigint,
    first_answer_micros bigint,
    first_byte_flushed_micros bigint,
    last_token_micros bigint,
    closed_micros bigint
);

create index audit_by_time on audit (received_at);
