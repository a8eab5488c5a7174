-- History as a chain, the end of history, and a mark by which a writer finds its own group after a lost connection.

alter table revision_counter add column compacted bigint not null default 0;
comment on column revision_counter.compacted is 'the log may lack events up to this revision';

alter table object_log add column previous bigint not null default 0;
comment on column object_log.previous is 'revision of the state that this write replaced, 0 of a create';
alter table object_log add column batch uuid;
comment on column object_log.batch is 'the group that this write was committed with';

drop function write_group(text[], bigint[], text[], smallint[], text[]);

-- Writes a group in the order given; returns the revision before it and, for each write, its revision or 0 when it was refused: a
-- created key exists, or the present revision is not the expected one. Taking the counter's row first makes the order of revisions
-- the order of commits, and every later statement sees what was committed before. Revisions have no gaps, and the counter never runs
-- ahead of the log: a reader that has the newest event has reached the counter.
create function write_group(
        batch uuid, keys text[], expected bigint[], uids text[], types smallint[], documents text[],
        out base bigint, out written bigint[])
    language plpgsql volatile as
$$
declare
    last bigint;
begin
    select value into base from revision_counter where id = 1 for update;
    last := base;
    for i in 1 .. cardinality(keys) loop
        case types[i]
            when 1 then
                insert into object (key, revision, uid, document) values (keys[i], last + 1, uids[i], documents[i])
                    on conflict (key) do nothing;
            when 2 then
                update object set revision = last + 1, document = documents[i]
                    where key = keys[i] and revision = expected[i];
            when 3 then
                delete from object where key = keys[i] and revision = expected[i];
        end case;
        if found then
            last := last + 1;
            insert into object_log (revision, previous, key, uid, type, batch, document)
                values (last, expected[i], keys[i], uids[i], types[i], batch, documents[i]);
            written[i] := last;
        else
            written[i] := 0;
        end if;
    end loop;
    if last > base then
        update revision_counter set value = last where id = 1;
        perform pg_notify('gantry_commit', last::text);
    end if;
end
$$;
