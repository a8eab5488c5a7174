-- A vacuum because of rows that were inserted reads and writes each page once more, and logs it whole: half of all that creates write.
-- Pages of the log go with their partition; objects are vacuumed because of updates and deletes, or after a million creates.

alter table object set (autovacuum_vacuum_insert_threshold = 1000000);

do $$
declare
    part regclass;
begin
    for part in select inhrelid::regclass from pg_inherits where inhparent = 'object_log'::regclass loop
        execute format('alter table %s set (autovacuum_vacuum_insert_threshold = -1)', part);
    end loop;
end
$$;
