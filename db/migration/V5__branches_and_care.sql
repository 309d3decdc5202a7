-- A conversation is a tree: an edited question or another answer is a further child of the same
-- message, which is named by its position. `leaf_position` is the end of the branch that is shown.
-- What existed is one branch.

alter table message add column parent_position integer check (parent_position < position);

update message set parent_position = position - 1 where position > 0;

-- What a reader thought of an answer: 1 good, -1 bad.
alter table message add column rating integer check (rating in (-1, 1));
alter table message add column rating_comment varchar(1000);

alter table conversation add column leaf_position integer;

update conversation set leaf_position = (
    select max(m.position) from message m where m.conversation_id = conversation.id);

alter table conversation add column pinned boolean default false not null;
alter table conversation add column archived boolean default false not null;
alter table conversation add column instructions text default '' not null;
