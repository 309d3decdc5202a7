-- What the audit is asked for, and who is behind its rows.
-- One file for PostgreSQL and for H2, like V1. Lines that begin with ${postgresql} are PostgreSQL's alone: on H2
-- they become comments.

-- The person behind audit rows stands apart from them: to erase someone is to remove one row here.
create table audit_person (
    pseudonym uuid not null primary key,
    owner varchar(255) not null unique
);

-- Owners so far: the id of their first row becomes the pseudonym.
insert into audit_person (pseudonym, owner)
    select id, owner from (select id, owner, row_number() over (partition by owner order by id) as place from audit) ranked
    where place = 1;

alter table audit add column person uuid;
update audit set person = (select p.pseudonym from audit_person p where p.owner = audit.owner);
alter table audit alter column person set not null;
alter table audit drop column owner;

-- Newest first, by key rather than by offset; each filter with its own order, so that a rare value is as fast as a
-- common one.
drop index audit_by_time;
create index audit_newest on audit (received_at desc, id desc);
create index audit_by_person on audit (person, received_at desc, id desc);
create index audit_by_model on audit (model, received_at desc, id desc);
create index audit_by_effort on audit (reasoning_effort, received_at desc, id desc);
create index audit_by_status on audit (status, received_at desc, id desc);
-- What went wrong is rare and asked for often.
${postgresql} create index audit_failed on audit (received_at desc, id desc) where status >= 400;
create index audit_by_first_token on audit (first_token_micros);
create index audit_by_total on audit (closed_micros);
-- The few slowest are what one looks for, and PostgreSQL must know how few they are to choose the right index.
${postgresql} alter table audit alter column first_token_micros set statistics 1000;
${postgresql} alter table audit alter column closed_micros set statistics 1000;

-- Tokens of one person and model in one day (UTC), kept in step with the rows by the transaction that writes them:
-- who used most is asked over months, which no index makes fast.
create table audit_usage (
    usage_day date not null,
    person uuid not null,
    model varchar(255) not null,
    requests bigint not null,
    prompt_tokens bigint not null,
    cached_tokens bigint not null,
    reasoning_tokens bigint not null,
    answer_tokens bigint not null,
    primary key (usage_day, person, model)
);
