-- An instance that is alone may know the newest revision without asking, while it holds the lease of reads (docs/adr/0016).

alter table revision_counter add column reader text not null default '';
comment on column revision_counter.reader is 'the instance that reads without asking; others let its time pass before they write';

-- As before (V5), for a writer that says who it is, in one statement that needs no transaction around it.
-- Nothing is written, and "written" is null, when the counter is behind a revision that the writer knows of: the database was put back.
-- A writer that finds the lease with another instance waits while it holds the counter's row, behind which leases are renewed: what the
-- holder still has runs out. It counts on 200 ms from before it asked (ReadLease).
create function write_group(
        batch uuid, keys text[], expected bigint[], uids text[], types smallint[], documents text[], origins text[],
        writer text, reached bigint, out base bigint, out written bigint[])
    language plpgsql volatile as
$$
declare
    last bigint;
    gone bigint;
    holder text;
begin
    select value, compacted, reader into base, gone, holder from revision_counter where id = 1 for update;
    if base < reached then
        return;
    end if;
    if holder <> '' and holder <> writer then
        perform pg_sleep(0.25);
        update revision_counter set reader = '' where id = 1;
    end if;
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

-- For instances that are not upgraded yet: they hold no lease, and wait for those of others.
create or replace function write_group(
        batch uuid, keys text[], expected bigint[], uids text[], types smallint[], documents text[], origins text[],
        out base bigint, out written bigint[])
    language sql volatile as
$$
    select base, written from write_group(batch, keys, expected, uids, types, documents, origins, '', 0);
$$;

create or replace function write_group(
        batch uuid, keys text[], expected bigint[], uids text[], types smallint[], documents text[],
        out base bigint, out written bigint[])
    language sql volatile as
$$
    select base, written
        from write_group(batch, keys, expected, uids, types, documents, array_fill(''::text, array[cardinality(keys)]), '', 0);
$$;

-- Gives the lease to a writer, renews it or takes it back, and tells the newest revision. Its instance is alone while no other's
-- connections, which bear its name, are open. That is a guess which spares others the wait: what keeps reads right is write_group.
create function hold_read_lease(instance text, writer text, out revision bigint, out held boolean)
    language plpgsql volatile as
$$
declare
    holder text;
begin
    select value, reader into revision, holder from revision_counter where id = 1 for update;
    held := holder in ('', writer) and not exists (
        select from pg_stat_activity a
            where a.datname = current_database() and a.application_name like 'gantry %'
                and a.application_name <> 'gantry ' || instance);
    if held and holder = '' then
        update revision_counter set reader = writer where id = 1;
    elsif holder = writer and not held then
        update revision_counter set reader = '' where id = 1;
    end if;
end
$$;
