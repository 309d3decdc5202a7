-- What the page measured of its answers, in microseconds of its own clock; null where no page did.

alter table audit add column page_network_micros bigint;
alter table audit add column page_first_word_micros bigint;
alter table audit add column page_painted_micros bigint;
