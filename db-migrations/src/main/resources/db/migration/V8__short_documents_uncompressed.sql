-- Compressing a document of two or three kilobytes takes longer than writing all of it, once for the object and once for its log.
-- From here on only rows are compressed of which no second version would find room on their page.

alter table object set (toast_tuple_target = 4080);

do $$
declare
    part regclass;
begin
    for part in select inhrelid::regclass from pg_inherits where inhparent = 'object_log'::regclass loop
        execute format('alter table %s set (toast_tuple_target = 4080)', part);
    end loop;
end
$$;
