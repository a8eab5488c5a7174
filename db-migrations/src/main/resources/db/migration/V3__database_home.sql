-- Where the database lives, so that one restored elsewhere or to an earlier time is noticed.

alter table revision_counter add column home text not null default '';
comment on column revision_counter.home is 'PostgreSQL system, timeline, database and table when last looked at; empty before the first look';
