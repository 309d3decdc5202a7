-- Who may ask: accounts, their sessions in browsers, their API keys, guesses at passwords, what was used
-- of an allowance, and what happened. Secrets are stored as hashes only.

create table account (
    id uuid not null primary key,
    -- Never changes and is never used again: owner of conversations and audit rows.
    name varchar(64) not null unique,
    -- Who it is at a provider of sign-on; both null: a local account.
    issuer varchar(255),
    subject varchar(255),
    password_hash varchar(255),
    must_change_password boolean not null,
    -- Of a provider's account: as the provider told last.
    roles varchar(64) not null,
    disabled boolean not null,
    created_at timestamp with time zone not null,
    signed_in_at timestamp with time zone,

    constraint account_subject unique (issuer, subject),
    constraint account_issuer check ((issuer is null) = (subject is null))
);

create table api_key (
    id uuid not null primary key,
    account_id uuid not null references account (id) on delete cascade,
    label varchar(80) not null,
    prefix varchar(16) not null,
    hash varchar(64) not null unique,
    scopes varchar(80) not null,
    tokens_per_day bigint check (tokens_per_day > 0),
    created_at timestamp with time zone not null,
    expires_at timestamp with time zone,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone
);

create index api_key_by_account on api_key (account_id);

create table web_session (
    id uuid not null primary key,
    account_id uuid not null references account (id) on delete cascade,
    hash varchar(64) not null unique,
    restricted boolean not null,
    created_at timestamp with time zone not null,
    seen_at timestamp with time zone not null,
    expires_at timestamp with time zone not null,

    -- Only sessions that a provider vouches for have what follows. `tokens` is encrypted with a key
    -- that only the browser's cookie yields.
    provider_session varchar(255),
    refresh_at timestamp with time zone,
    tokens text
);

create index web_session_by_account on web_session (account_id);
create index web_session_by_provider on web_session (provider_session);
create index web_session_by_end on web_session (expires_at);

create table guess (
    -- Of whom it was about: a name that is typed in may be a password.
    hash varchar(64) not null primary key,
    failures integer not null,
    last_failed_at timestamp with time zone not null,
    blocked_until timestamp with time zone not null
);

create table consumption (
    consumer varchar(80) not null,
    unit varchar(16) not null check (unit in ('requests', 'tokens')),
    began timestamp with time zone not null,
    amount bigint not null,

    primary key (consumer, unit, began)
);

create index consumption_by_time on consumption (began);

create table access_event (
    id uuid not null primary key,
    happened_at timestamp with time zone not null,
    actor varchar(64) not null,
    action varchar(32) not null,
    target varchar(255) not null
);

create index access_event_by_time on access_event (happened_at);

-- Until now everyone was the same person; what was asked belongs to the first administrator.
update conversation set owner = 'admin' where owner = 'local';
