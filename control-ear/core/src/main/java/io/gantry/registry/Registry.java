package io.gantry.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.Admission;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.status.StatusException;
import io.gantry.store.Decision;
import io.gantry.store.KeyExistsException;
import io.gantry.store.ObjectStore;
import io.gantry.store.OutrunException;
import io.gantry.store.StagedStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The one path on which objects are written, by clients and by the cluster's own parts: defaults, strategy, rules, finalizers,
 * optimistic concurrency. All refusals are {@link StatusException}s.
 */
public final class Registry implements ObjectWriter {

    public static final GroupResource PODS = new GroupResource("", "pods");

    private static final int NAME_ATTEMPTS = 8;
    private static final int UPDATE_ATTEMPTS = 100;
    private static final int TOGETHER_ATTEMPTS = 10;

    private final Resources resources;
    private final ObjectStore store;
    private final ClusterView view;
    private final Ownership ownership;
    private final Preparation preparation;
    private final NamespaceLifecycle namespaces;
    private final AllocatingWrites allocating;
    private final Commits commits;
    private final DryRuns dryRuns;
    private final AdmittedWrites admission;
    private final InstantSource clock;
    private final Supplier<String> uids;
    private final NameGenerator names;
    private final ObjectWriter own;

    /**
     * @param uids gives a new UUID at each call
     * @param random for names; used by many threads
     */
    public Registry(
            Resources resources,
            ObjectStore store,
            ClusterView view,
            SchemaSource schemas,
            InstantSource clock,
            Supplier<String> uids,
            RandomGenerator random) {
        this(resources, store, view, schemas, clock, uids, random, Admission.NONE);
    }

    /**
     * @param uids gives a new UUID at each call
     * @param random for names; used by many threads
     * @param admission has a say in every write
     */
    public Registry(
            Resources resources,
            ObjectStore store,
            ClusterView view,
            SchemaSource schemas,
            InstantSource clock,
            Supplier<String> uids,
            RandomGenerator random,
            Admission admission) {
        this.resources = resources;
        this.admission = new AdmittedWrites(admission, store);
        this.store = store;
        this.view = view;
        this.ownership = new Ownership(resources, schemas, clock);
        this.preparation = new Preparation(view, new ObjectForms(schemas), ownership, this.admission, clock);
        this.namespaces = new NamespaceLifecycle(view, store);
        this.allocating = new AllocatingWrites(view, new Reservations(store, clock));
        this.commits = new Commits(store, allocating, DryRuns.SHOWN);
        this.dryRuns = DryRuns.SHOWN;
        this.clock = clock;
        this.uids = uids;
        this.names = new NameGenerator(random);
        this.own = as("kube-apiserver");
    }

    /** The same over another store. */
    private Registry(Registry like, ObjectStore store, DryRuns dryRuns) {
        this.dryRuns = dryRuns;
        this.resources = like.resources;
        this.admission = new AdmittedWrites(like.admission.admission(), store);
        this.store = store;
        this.ownership = like.ownership;
        this.preparation = like.preparation.admittedBy(admission);
        this.namespaces = new NamespaceLifecycle(like.view, store);
        this.view = like.view;
        this.allocating = new AllocatingWrites(view, new Reservations(store, like.clock));
        this.commits = new Commits(store, allocating, dryRuns);
        this.clock = like.clock;
        this.uids = like.uids;
        this.names = like.names;
        this.own = as("kube-apiserver");
    }

    /**
     * What was done together.
     *
     * @param written the stored states, of what was removed the last one
     */
    public record Together<T>(T result, List<ApiObject> written) {}

    /**
     * Runs writes of which all are stored or none, at consecutive revisions; begins again when others write the same objects.
     *
     * @param work writes through the registry that it is given, and sees there what it wrote; may run several times. What it throws ends
     *     it, and nothing is stored
     */
    public <T> Together<T> together(Function<Registry, T> work) {
        for (int attempt = 1; ; attempt++) {
            StagedStore staged = new StagedStore(store);
            T result = work.apply(new Registry(this, staged, DryRuns.SHOWN));
            try {
                return new Together<>(result, staged.commit());
            } catch (OutrunException e) {
                if (attempt == TOGETHER_ATTEMPTS) {
                    ObjectKey key = e.keys().getFirst();
                    throw StatusException.conflict(
                                    key.resource(), key.name(), "the object is being written by others all the time")
                            .retryAfter(1);
                }
            }
        }
    }

    /**
     * Shows what {@link #together} would do, and stores nothing.
     *
     * @param work its writes are dry runs, which admission must know
     */
    public <T> T rehearse(Function<Registry, T> work) {
        return work.apply(new Registry(this, new StagedStore(store), DryRuns.STAGED));
    }

    /** The present state of an object, what is written here and not committed included. */
    public Optional<ApiObject> find(ObjectKey key) {
        return store.get(key);
    }

    /**
     * What became of an object that was to be deleted.
     *
     * @param object its last state, or the state in which it waits for its end; in stored form
     * @param removed whether it is gone
     * @param changed whether this request changed anything
     */
    public record Deleted(ApiObject object, boolean removed, boolean changed) {}

    /**
     * Creates an object.
     *
     * @param object the served form; not changed
     * @return the stored form; of a dry run with revision 0
     */
    public ApiObject create(ResourceDefinition definition, String namespace, ObjectNode object, WriteContext context) {
        return create(definition, namespace, object, Owners.COMPARED, context);
    }

    ApiObject create(
            ResourceDefinition definition, String namespace, ObjectNode object, Owners owners, WriteContext context) {
        ObjectNode admitted = object.deepCopy();
        admitted(definition, namespace, admitted, owners, context);
        // as upstream: a name that is taken is no reason to mutate once more
        for (int attempt = 1; ; attempt++) {
            boolean generates = NameGenerator.isAsked(admitted.path("metadata"));
            ObjectNode created = generates ? admitted.deepCopy() : admitted;
            if (generates) {
                names.complete((ObjectNode) created.get("metadata"));
            }
            try {
                return createNamed(definition, namespace, created, context);
            } catch (KeyExistsException e) {
                if (!generates || attempt == NAME_ATTEMPTS) {
                    throw alreadyExists(definition, e.key(), created.path("metadata"));
                }
            }
        }
    }

    private void admitted(
            ResourceDefinition definition, String namespace, ObjectNode object, Owners owners, WriteContext context) {
        object.put("kind", definition.kind()).put("apiVersion", definition.apiVersion());
        ObjectNode metadata = object.withObject("/metadata");
        WriteConditions.setNamespace(definition, object, namespace);
        namespaces.admitCreate(definition, namespace, metadata.path("name").asText(""));
        preparation.admitNew(definition, object, namespace, owners, context);
    }

    private ApiObject createNamed(
            ResourceDefinition definition, String namespace, ObjectNode object, WriteContext context) {
        preparation.prepareNew(definition, object, namespace, uids.get(), context);
        // admission or the strategy may have given it another name
        ObjectKey key =
                key(definition, namespace, object.path("metadata").path("name").asText(""));
        if (dryRuns.areShown(context)) {
            allocating.shown(definition, object, Optional.empty());
            preparation.checkNew(definition, object, context);
            admission.validateNew(definition, namespace, object, context);
            WriteConditions.refuseVersion(object);
            preparation.finish(definition, object);
            if (store.get(key).isPresent()) {
                throw new KeyExistsException(key);
            }
            return Commits.unstored(definition, key, 0, object);
        }
        return allocating.run(definition, key, object, Optional.empty(), allocated -> {
            preparation.checkNew(definition, allocated, context);
            admission.validateNew(definition, namespace, allocated, context);
            WriteConditions.refuseVersion(allocated);
            preparation.finish(definition, allocated);
            return store.create(key, definition.strategy().toStored(allocated), context.origin());
        });
    }

    /**
     * Changes an object.
     *
     * @param change gets the served form, a tree of its own, and returns the wanted one; may run several times
     * @return the stored form after the write; of an object that only waited for this change to go, its last state
     */
    public ApiObject update(
            ResourceDefinition definition,
            ObjectKey key,
            Surface surface,
            UnaryOperator<ObjectNode> change,
            WriteContext context) {
        return update(definition, key, surface, change, Owners.COMPARED, context);
    }

    ApiObject update(
            ResourceDefinition definition,
            ObjectKey key,
            Surface surface,
            UnaryOperator<ObjectNode> change,
            Owners owners,
            WriteContext context) {
        boolean allocates =
                surface == Surface.MAIN && definition.strategy().allocation().isPresent();
        if (allocates && !dryRuns.areShown(context)) {
            return updateAllocating(definition, key, change, owners, context);
        }
        return commits.run(definition, key, context, present -> {
            ObjectNode old = Commits.served(definition, present);
            ObjectNode wanted =
                    preparation.prepareUpdate(definition, surface, change.apply(old.deepCopy()), old, owners, context);
            if (allocates) {
                allocating.shown(definition, wanted, Optional.of(old));
            }
            Decision decision = checked(definition, surface, wanted, old, context);
            return Commits.inPresentForm(definition, present, wanted, decision);
        });
    }

    private ApiObject updateAllocating(
            ResourceDefinition definition,
            ObjectKey key,
            UnaryOperator<ObjectNode> change,
            Owners owners,
            WriteContext context) {
        for (int attempt = 0; attempt < UPDATE_ATTEMPTS; attempt++) {
            ApiObject present = store.get(key).orElseThrow(() -> Commits.notFound(definition, key));
            ObjectNode old = Commits.served(definition, present);
            ObjectNode wanted = preparation.prepareUpdate(
                    definition, Surface.MAIN, change.apply(old.deepCopy()), old, owners, context);
            try {
                return allocating.run(
                        definition,
                        key,
                        wanted,
                        Optional.of(old),
                        allocated -> commits.run(definition, key, context, current -> {
                            if (current.revision() != present.revision()) {
                                throw new Outrun();
                            }
                            return checked(definition, Surface.MAIN, allocated, old, context);
                        }));
            } catch (Outrun e) {
                continue;
            }
        }
        throw StatusException.conflict(
                        definition.groupResource(), key.name(), "the object is being written by others all the time")
                .retryAfter(1);
    }

    /** Another write came between reading and writing: begin again. */
    private static final class Outrun extends RuntimeException {

        Outrun() {
            super(null, null, false, false);
        }
    }

    private Decision checked(
            ResourceDefinition definition, Surface surface, ObjectNode wanted, ObjectNode old, WriteContext context) {
        preparation.checkUpdate(definition, surface, wanted, old, context);
        if (surface != Surface.SCALE) {
            admission.validateUpdate(definition, surface, wanted, old, context);
        }
        preparation.finish(definition, wanted);
        if (Removal.completes(definition, wanted, old)) {
            return new Decision.Remove(wanted);
        }
        return OwnerTimes.same(wanted, old) ? new Decision.Keep() : new Decision.Write(wanted);
    }

    /** Deletes an object or begins to. */
    public Deleted delete(ResourceDefinition definition, ObjectKey key, DeleteOptions options, WriteContext context) {
        namespaces.admitDelete(definition, key.name());
        Deleting deleting = new Deleting();
        ApiObject object = commits.run(definition, key, context, present -> {
            ObjectNode served = Commits.served(definition, present);
            admission.admitDelete(definition, key, served, options, context);
            deleting.decision = new Removal(definition, options, clock.instant()).decide(served);
            return deleting.decision;
        });
        return new Deleted(
                object, deleting.decision instanceof Decision.Remove, !(deleting.decision instanceof Decision.Keep));
    }

    /** The decision that was written: the last one, since a decision that is outrun is made again. */
    private static final class Deleting {
        private Decision decision = new Decision.Keep();
    }

    /** Asks admission about the body of a subresource that is of another kind than the object. */
    public void admitBody(
            ResourceDefinition definition, ObjectKey key, String subresource, ObjectNode body, WriteContext context) {
        admission.admitBody(definition, key, subresource, body, context);
    }

    /**
     * Asks admission about a session through a subresource.
     *
     * @param options what the subresource takes, with its type: a PodExecOptions, for example
     */
    public void admitConnect(
            ResourceDefinition definition,
            ObjectKey key,
            String subresource,
            ObjectNode options,
            WriteContext context) {
        admission.admitConnect(definition, key, subresource, options, context);
    }

    void admitShownUpdate(
            ResourceDefinition definition, Surface surface, ObjectNode wanted, ObjectNode old, WriteContext context) {
        admission.admitShownUpdate(definition, surface.subresource(), wanted, old, context);
    }

    /** Binds a pod as a v1 Binding says. */
    public ApiObject bind(ObjectKey pod, ObjectNode binding, WriteContext context) {
        ResourceDefinition definition = resources.storedAs(pod.resource()).orElseThrow();
        admission.admitBody(definition, pod, "binding", binding, context);
        return bind(pod, PodBinding.of(binding), context);
    }

    private ApiObject bind(ObjectKey pod, PodBinding binding, WriteContext context) {
        ResourceDefinition definition = resources.storedAs(pod.resource()).orElseThrow();
        return commits.run(definition, pod, context, present -> binding.decide(present, clock.instant()));
    }

    /** The key under which an object is stored. */
    public static ObjectKey key(ResourceDefinition definition, String namespace, String name) {
        return new ObjectKey(definition.storage(), definition.namespaced() ? namespace : "", name);
    }

    private StatusException alreadyExists(ResourceDefinition definition, ObjectKey key, JsonNode metadata) {
        StatusException refusal = StatusException.alreadyExists(definition.groupResource(), key.name());
        if (!Nodes.text(metadata, "generateName").isEmpty()) {
            refusal = refusal.withMessage(
                            refusal.getMessage() + ", the server was not able to generate a unique name for the object")
                    .retryAfter(1);
        }
        boolean leaving = store.get(key).filter(ApiObject::isBeingDeleted).isPresent();
        return leaving ? refusal.withMessage("object is being deleted: " + refusal.getMessage()) : refusal;
    }

    /** The writer of one of the cluster's own parts, which owns what it sets under this name. */
    @Override
    public ObjectWriter as(String manager) {
        return new NamedWriter(this, resources, manager);
    }

    /** Applies configurations and changes scales. */
    public ApplyWrites applying() {
        return new ApplyWrites(this, ownership);
    }

    @Override
    public ApiObject create(GroupResource resource, ObjectNode object) {
        return own.create(resource, object);
    }

    @Override
    public ApiObject update(ObjectKey key, UnaryOperator<ObjectNode> change) {
        return own.update(key, change);
    }

    @Override
    public ApiObject updateStatus(ObjectKey key, UnaryOperator<ObjectNode> change) {
        return own.updateStatus(key, change);
    }

    @Override
    public ApiObject approve(ObjectKey key, UnaryOperator<ObjectNode> change) {
        return own.approve(key, change);
    }

    @Override
    public ApiObject delete(ObjectKey key, DeleteOptions options) {
        return own.delete(key, options);
    }

    @Override
    public ApiObject finalizeNamespace(String name) {
        return own.finalizeNamespace(name);
    }

    @Override
    public ApiObject bind(ObjectKey pod, String podUid, String nodeName) {
        return own.bind(pod, podUid, nodeName);
    }
}
