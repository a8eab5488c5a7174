-- The revisioned store: the current object of each key, and every revision that there was.

create table revision_counter (
    id int primary key check (id = 1),
    value bigint not null
) with (fillfactor = 10);
insert into revision_counter values (1, 0);

-- No index may cover a column that an update changes: updates then stay heap-only and leave no bloat.
create table object (
    key text collate "C" primary key,
    revision bigint not null,
    uid text not null,
    document text not null
) with (fillfactor = 50);

-- type: 1 created, 2 updated, 3 removed. Dropping old history is dropping a partition.
create table object_log (
    revision bigint primary key,
    key text collate "C" not null,
    uid text not null,
    type smallint not null,
    document text not null,
    written_at timestamptz not null default now()
) partition by range (revision);
create table object_log_0 partition of object_log for values from (0) to (1000000);
create table object_log_1 partition of object_log for values from (1000000) to (2000000);

-- Writes a group: one revision a write that goes through, in the order given. Taking the counter row first makes the
-- order of revisions the order of commits; the statement after it sees all that was committed before.
-- A write is refused (and missing from the result) when a created key exists or an expected revision is not the present one.
create function write_group(keys text[], expected bigint[], uids text[], types smallint[], documents text[])
    returns table (item int, written bigint)
    language plpgsql volatile as
$$
declare
    base bigint;
    last bigint;
    items bigint[];
begin
    update revision_counter set value = value + cardinality(keys) where id = 1
        returning value - cardinality(keys) into base;
    with input as (
        select * from unnest(keys, expected, uids, types, documents)
            with ordinality as i(key, expected, uid, type, document, item)
    ), created as (
        insert into object as o (key, revision, uid, document)
            select i.key, base + i.item, i.uid, i.document from input i where i.type = 1
            on conflict (key) do nothing
            returning o.revision - base as item
    ), updated as (
        update object o set revision = base + i.item, document = i.document
            from input i where i.type = 2 and o.key = i.key and o.revision = i.expected
            returning i.item
    ), removed as (
        delete from object o
            using input i where i.type = 3 and o.key = i.key and o.revision = i.expected
            returning i.item
    ), done as (
        select created.item from created union all select updated.item from updated
            union all select removed.item from removed
    ), logged as (
        insert into object_log as l (revision, key, uid, type, document)
            select base + i.item, i.key, i.uid, i.type, i.document from input i join done d on d.item = i.item
    )
    select array_agg(d.item) into items from done d;
    select base + max(i) into last from unnest(items) as i;
    -- the counter never runs ahead of the log, so that a reader which has the newest event has reached the counter
    if last is distinct from base + cardinality(keys) then
        update revision_counter set value = coalesce(last, base) where id = 1;
    end if;
    if last is not null then
        perform pg_notify('gantry_commit', last::text);
    end if;
    return query select i::int, base + i from unnest(items) as i;
end
$$;
