-- Who made each revision, how the history of one object is found, and states that outlive their place in the log.

alter table object_log add column origin text not null default '';
comment on column object_log.origin is 'verb, agent and user of the request, one a line; empty when not known';

-- From the end of each life of an object its history is a chain by "previous". Updates, most of all writes, do not pay for this index.
create index object_log_ends on object_log (key, revision) where type <> 2;

create table object_kept (
    revision bigint primary key,
    key text collate "C" not null,
    document text not null,
    needed_by bigint not null
);
create index object_kept_needed_by on object_kept (needed_by);
comment on table object_kept is 'states that the log no longer holds and that a write it still holds has replaced';
comment on column object_kept.needed_by is 'revision of that write; the row goes with it';

-- As before (V2), and with the origin of each write. The function of six arguments stays for instances that are not upgraded yet.
create function write_group(
        batch uuid, keys text[], expected bigint[], uids text[], types smallint[], documents text[], origins text[],
        out base bigint, out written bigint[])
    language plpgsql volatile as
$$
declare
    last bigint;
    gone bigint;
begin
    select value, compacted into base, gone from revision_counter where id = 1 for update;
    last := base;
    for i in 1 .. cardinality(keys) loop
        if types[i] <> 1 and expected[i] <= gone then
            insert into object_kept (revision, key, document, needed_by)
                select o.revision, o.key, o.document, last + 1 from object o
                    where o.key = keys[i] and o.revision = expected[i]
                on conflict (revision) do nothing;
        end if;
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
            insert into object_log (revision, previous, key, uid, type, batch, origin, document)
                values (last, expected[i], keys[i], uids[i], types[i], batch, origins[i], documents[i]);
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
