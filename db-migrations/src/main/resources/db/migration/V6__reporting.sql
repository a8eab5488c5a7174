-- Views for reports, in a schema of their own with a version in its name: what is in it keeps its columns and their meaning; another
-- meaning gets another schema. They show the live objects, and no secrets: neither those nor anything that is encrypted.

create schema gantry_v1;
comment on schema gantry_v1 is 'read-only views of the cluster for reports; docs/guide/sql.md';

-- Bodies are JSON texts, kept compressed by PostgreSQL itself; a body that does not begin with a brace is encrypted.
-- The barrier keeps functions of a reader from seeing rows that the view leaves out.
create view gantry_v1.objects with (security_barrier) as
    select nullif(split_part(o.key, '/', 1), 'core') as api_group,
           split_part(o.key, '/', 2) as resource,
           nullif(split_part(o.key, '/', 3), '') as namespace,
           split_part(o.key, '/', 4) as name,
           o.uid,
           o.revision,
           b.body ->> 'kind' as kind,
           b.body ->> 'apiVersion' as api_version,
           (b.body #>> '{metadata,creationTimestamp}')::timestamptz as created_at,
           (b.body #>> '{metadata,deletionTimestamp}')::timestamptz as deleted_at,
           b.body #> '{metadata,labels}' as labels,
           b.body #> '{metadata,annotations}' as annotations,
           b.body as object
    from object o cross join lateral (select o.document::jsonb as body offset 0) b
    where o.document like '{%'
      and o.key not like 'core/secrets/%'
      and o.key not like 'internal.gantry.io/%';
comment on view gantry_v1.objects is 'every object but secrets, custom resources too';

-- The same of one resource, found by the primary key: objects_of('', 'configmaps'), objects_of('example.com', 'widgets').
create function gantry_v1.objects_of(of_group text, of_resource text) returns setof gantry_v1.objects
    language sql stable security definer set search_path from current as
$$
    select nullif(split_part(o.key, '/', 1), 'core') as api_group,
           split_part(o.key, '/', 2) as resource,
           nullif(split_part(o.key, '/', 3), '') as namespace,
           split_part(o.key, '/', 4) as name,
           o.uid,
           o.revision,
           b.body ->> 'kind' as kind,
           b.body ->> 'apiVersion' as api_version,
           (b.body #>> '{metadata,creationTimestamp}')::timestamptz as created_at,
           (b.body #>> '{metadata,deletionTimestamp}')::timestamptz as deleted_at,
           b.body #> '{metadata,labels}' as labels,
           b.body #> '{metadata,annotations}' as annotations,
           b.body as object
    from object o cross join lateral (select o.document::jsonb as body offset 0) b
    where o.document like '{%'
      and o.key not like 'core/secrets/%'
      and o.key not like 'internal.gantry.io/%'
      and o.key >= coalesce(nullif(of_group, ''), 'core') || '/' || of_resource || '/'
      and o.key < coalesce(nullif(of_group, ''), 'core') || '/' || of_resource || '0';
$$;
revoke all on function gantry_v1.objects_of(text, text) from public;

-- Each view below asks for one range of keys, which the primary key's index finds.
create view gantry_v1.pods with (security_barrier) as
    select split_part(o.key, '/', 3) as namespace,
           split_part(o.key, '/', 4) as name,
           o.uid,
           b.body #>> '{spec,nodeName}' as node,
           b.body #>> '{status,phase}' as phase,
           exists (select 1 from jsonb_path_query(b.body, '$.status.conditions[*]') c
                   where c ->> 'type' = 'Ready' and c ->> 'status' = 'True') as ready,
           b.body #>> '{status,podIP}' as ip,
           b.body #>> '{status,qosClass}' as qos_class,
           b.body #>> '{spec,priorityClassName}' as priority_class,
           coalesce((select sum((s ->> 'restartCount')::int)
                     from jsonb_path_query(b.body, '$.status.containerStatuses[*]') s), 0)::int as restarts,
           (b.body #>> '{metadata,creationTimestamp}')::timestamptz as created_at,
           (b.body #>> '{status,startTime}')::timestamptz as started_at,
           (b.body #>> '{metadata,deletionTimestamp}')::timestamptz as deleted_at,
           (select r ->> 'kind' from jsonb_path_query(b.body, '$.metadata.ownerReferences[*]') r
                where (r ->> 'controller')::boolean limit 1) as owner_kind,
           (select r ->> 'name' from jsonb_path_query(b.body, '$.metadata.ownerReferences[*]') r
                where (r ->> 'controller')::boolean limit 1) as owner_name,
           b.body #> '{metadata,labels}' as labels
    from object o cross join lateral (select o.document::jsonb as body offset 0) b
    where o.key >= 'core/pods/' and o.key < 'core/pods0' and o.document like '{%';

create view gantry_v1.containers with (security_barrier) as
    select split_part(o.key, '/', 3) as namespace,
           split_part(o.key, '/', 4) as pod,
           b.body #>> '{spec,nodeName}' as node,
           c.container ->> 'name' as name,
           c.init,
           c.container ->> 'image' as image,
           c.container #>> '{resources,requests,cpu}' as cpu_request,
           c.container #>> '{resources,requests,memory}' as memory_request,
           c.container #>> '{resources,limits,cpu}' as cpu_limit,
           c.container #>> '{resources,limits,memory}' as memory_limit,
           (s.status ->> 'ready')::boolean as ready,
           coalesce((s.status ->> 'restartCount')::int, 0) as restarts,
           (select k ->> 'key' from jsonb_path_query(s.status, '$.state.keyvalue()') k limit 1) as state,
           coalesce(s.status #>> '{state,waiting,reason}', s.status #>> '{state,terminated,reason}') as reason,
           (s.status #>> '{lastState,terminated,exitCode}')::int as last_exit_code
    from object o
        cross join lateral (select o.document::jsonb as body offset 0) b
        cross join lateral (
            select value as container, false as init from jsonb_path_query(b.body, '$.spec.containers[*]') value
            union all
            select value, true from jsonb_path_query(b.body, '$.spec.initContainers[*]') value
        ) c
        left join lateral (
            select value as status from (
                select jsonb_path_query(b.body, '$.status.containerStatuses[*]') as value
                union all select jsonb_path_query(b.body, '$.status.initContainerStatuses[*]')) as statuses
            where value ->> 'name' = c.container ->> 'name' limit 1
        ) s on true
    where o.key >= 'core/pods/' and o.key < 'core/pods0' and o.document like '{%';

create view gantry_v1.nodes with (security_barrier) as
    select split_part(o.key, '/', 4) as name,
           o.uid,
           exists (select 1 from jsonb_path_query(b.body, '$.status.conditions[*]') c
                   where c ->> 'type' = 'Ready' and c ->> 'status' = 'True') as ready,
           coalesce((b.body #>> '{spec,unschedulable}')::boolean, false) as cordoned,
           (select a ->> 'address' from jsonb_path_query(b.body, '$.status.addresses[*]') a
                where a ->> 'type' = 'InternalIP' limit 1) as address,
           b.body #>> '{status,capacity,cpu}' as cpu_capacity,
           b.body #>> '{status,capacity,memory}' as memory_capacity,
           b.body #>> '{status,allocatable,cpu}' as cpu_allocatable,
           b.body #>> '{status,allocatable,memory}' as memory_allocatable,
           b.body #>> '{status,nodeInfo,kubeletVersion}' as agent_version,
           b.body #>> '{status,nodeInfo,osImage}' as os_image,
           b.body #>> '{status,nodeInfo,kernelVersion}' as kernel_version,
           b.body #>> '{status,nodeInfo,architecture}' as architecture,
           b.body #> '{spec,taints}' as taints,
           (b.body #>> '{metadata,creationTimestamp}')::timestamptz as created_at,
           b.body #> '{metadata,labels}' as labels
    from object o cross join lateral (select o.document::jsonb as body offset 0) b
    where o.key >= 'core/nodes/' and o.key < 'core/nodes0' and o.document like '{%';

create view gantry_v1.workloads with (security_barrier) as
    select split_part(o.key, '/', 3) as namespace,
           b.body ->> 'kind' as kind,
           split_part(o.key, '/', 4) as name,
           o.uid,
           coalesce((b.body #>> '{spec,replicas}')::int, (b.body #>> '{status,desiredNumberScheduled}')::int,
                    (b.body #>> '{spec,completions}')::int) as desired,
           coalesce((b.body #>> '{status,readyReplicas}')::int, (b.body #>> '{status,numberReady}')::int,
                    (b.body #>> '{status,ready}')::int, 0) as ready,
           coalesce((b.body #>> '{status,availableReplicas}')::int, (b.body #>> '{status,numberAvailable}')::int) as available,
           coalesce((b.body #>> '{status,updatedReplicas}')::int, (b.body #>> '{status,updatedNumberScheduled}')::int) as updated,
           (b.body #>> '{status,succeeded}')::int as succeeded,
           (b.body #>> '{status,failed}')::int as failed,
           (select string_agg(c ->> 'image', ', ') from (
                select jsonb_path_query(b.body, '$.spec.template.spec.containers[*]') as c
                union all select jsonb_path_query(b.body, '$.spec.jobTemplate.spec.template.spec.containers[*]')) as images)
               as images,
           b.body #>> '{spec,schedule}' as schedule,
           (b.body #>> '{metadata,creationTimestamp}')::timestamptz as created_at,
           b.body #> '{metadata,labels}' as labels
    from object o cross join lateral (select o.document::jsonb as body offset 0) b
    where o.document like '{%'
      and (o.key >= 'apps/deployments/' and o.key < 'apps/deployments0'
        or o.key >= 'apps/statefulsets/' and o.key < 'apps/statefulsets0'
        or o.key >= 'apps/daemonsets/' and o.key < 'apps/daemonsets0'
        or o.key >= 'apps/replicasets/' and o.key < 'apps/replicasets0'
        or o.key >= 'core/replicationcontrollers/' and o.key < 'core/replicationcontrollers0'
        or o.key >= 'batch/jobs/' and o.key < 'batch/jobs0'
        or o.key >= 'batch/cronjobs/' and o.key < 'batch/cronjobs0');

create view gantry_v1.services with (security_barrier) as
    select split_part(o.key, '/', 3) as namespace,
           split_part(o.key, '/', 4) as name,
           o.uid,
           b.body #>> '{spec,type}' as type,
           b.body #>> '{spec,clusterIP}' as cluster_ip,
           (select string_agg(i ->> 'ip', ', ') from jsonb_path_query(b.body, '$.status.loadBalancer.ingress[*]') i)
               as load_balancer_ips,
           (select string_agg(concat(p ->> 'port', coalesce(':' || (p ->> 'nodePort'), ''), '/', p ->> 'protocol'), ', ')
                from jsonb_path_query(b.body, '$.spec.ports[*]') p) as ports,
           b.body #> '{spec,selector}' as selector,
           (b.body #>> '{metadata,creationTimestamp}')::timestamptz as created_at,
           b.body #> '{metadata,labels}' as labels
    from object o cross join lateral (select o.document::jsonb as body offset 0) b
    where o.key >= 'core/services/' and o.key < 'core/services0' and o.document like '{%';

create view gantry_v1.events with (security_barrier) as
    select split_part(o.key, '/', 3) as namespace,
           split_part(o.key, '/', 4) as name,
           b.body ->> 'type' as type,
           b.body ->> 'reason' as reason,
           b.body #>> '{involvedObject,kind}' as object_kind,
           b.body #>> '{involvedObject,name}' as object_name,
           b.body ->> 'message' as message,
           coalesce((b.body ->> 'count')::int, (b.body #>> '{series,count}')::int, 1) as count,
           coalesce(b.body #>> '{source,component}', b.body ->> 'reportingComponent') as component,
           coalesce((b.body ->> 'firstTimestamp')::timestamptz, (b.body ->> 'eventTime')::timestamptz) as first_at,
           coalesce((b.body #>> '{series,lastObservedTime}')::timestamptz, (b.body ->> 'lastTimestamp')::timestamptz,
                    (b.body ->> 'eventTime')::timestamptz) as last_at
    from object o cross join lateral (select o.document::jsonb as body offset 0) b
    where o.key >= 'core/events/' and o.key < 'core/events0' and o.document like '{%';

-- Who wrote what, without what was written.
create view gantry_v1.changes with (security_barrier) as
    select l.revision,
           nullif(split_part(l.key, '/', 1), 'core') as api_group,
           split_part(l.key, '/', 2) as resource,
           nullif(split_part(l.key, '/', 3), '') as namespace,
           split_part(l.key, '/', 4) as name,
           case l.type when 1 then 'create' when 2 then 'update' else 'delete' end as change,
           nullif(split_part(l.origin, E'\n', 1), '') as verb,
           nullif(split_part(l.origin, E'\n', 2), '') as agent,
           nullif(split_part(l.origin, E'\n', 3), '') as username,
           l.written_at
    from object_log l
    where l.key not like 'internal.gantry.io/%';

-- Lets a role read the views, and nothing else. The owner of the database may call it; roles are made by who may make roles.
create function gantry_v1.allow(reader name) returns void
    language plpgsql as
$$
begin
    execute format('grant usage on schema gantry_v1 to %I', reader);
    execute format('grant execute on function gantry_v1.objects_of(text, text) to %I', reader);
    execute format('grant select on all tables in schema gantry_v1 to %I', reader);
end
$$;
revoke all on function gantry_v1.allow(name) from public;

do
$$
begin
    if not exists (select 1 from pg_roles where rolname = 'gantry_reader') then
        create role gantry_reader nologin;
    end if;
    perform gantry_v1.allow('gantry_reader');
exception
    when insufficient_privilege then
        raise notice 'role gantry_reader is not made: make it as an administrator, then select gantry_v1.allow(''gantry_reader'')';
    when duplicate_object or unique_violation then
        perform gantry_v1.allow('gantry_reader'); -- another database of the same server made it at this moment
end
$$;
