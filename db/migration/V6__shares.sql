-- Who knows the token may read one branch of a conversation, as it was when it was shared.

create table share (
    conversation_id uuid not null primary key references conversation (id) on delete cascade,
    token varchar(64) not null unique,
    leaf_id uuid not null,
    created_at timestamp with time zone not null
);
