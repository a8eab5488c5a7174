package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.WatchCache;
import io.gantry.identity.Authorizer;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.registry.Registry;
import io.gantry.registry.SchemaSource;
import io.gantry.resource.Operation;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.resource.Scope;
import io.gantry.resource.VirtualKinds;
import io.gantry.resource.table.ConfigColumns;
import io.gantry.status.FieldErrors;
import io.gantry.status.StatusException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Does what an object of kind Transaction lists, all of it or nothing (transactions.gantry.io). Each operation takes the way of the same
 * request made alone: rights of the caller, admission, defaults, validation. An operation sees what those before it wrote.
 */
public final class Transactions implements Operation {

    private static final String GROUP = "transactions.gantry.io";
    private static final String KIND = "Transaction";
    private static final int MOST_OPERATIONS = 500;

    /** Of what a client writes that does not say its name. */
    private static final String MANAGER = "gantry-transaction";

    /** Revisions of objects that are not committed are above it. */
    private static final long COMMITTED = 1L << 61;

    private final Resources resources;
    private final Registry registry;
    private final WatchCache cache;
    private final SchemaSource schemas;
    private final Authorization authorization;
    private final InstantSource clock;
    private final RandomGenerator random;

    private Transactions(
            Resources resources,
            Registry registry,
            WatchCache cache,
            SchemaSource schemas,
            Authorizer authorizer,
            InstantSource clock,
            RandomGenerator random) {
        this.resources = resources;
        this.registry = registry;
        this.cache = cache;
        this.schemas = schemas;
        this.authorization = new Authorization(authorizer);
        this.clock = clock;
        this.random = random;
    }

    /** The definition of the kind. */
    public static ResourceDefinition definition(
            Resources resources,
            Registry registry,
            WatchCache cache,
            SchemaSource schemas,
            Authorizer authorizer,
            InstantSource clock,
            RandomGenerator random) {
        return VirtualKinds.done(
                GROUP,
                KIND,
                "transactions",
                Scope.CLUSTER,
                ConfigColumns.DEFAULT,
                new Transactions(resources, registry, cache, schemas, authorizer, clock, random));
    }

    @Override
    public ObjectNode run(ObjectNode transaction, Circumstances circumstances) {
        List<TransactionOperation> operations = operations(transaction);
        List<ObjectNode> results;
        if (circumstances.dryRun()) {
            List<TransactionOperation> dry =
                    operations.stream().map(TransactionOperation::asDryRun).toList();
            results = registry.rehearse(staged -> results(staged, dry, circumstances));
        } else {
            Registry.Together<List<ObjectNode>> done =
                    registry.together(staged -> results(staged, operations, circumstances));
            results = done.result();
            number(operations, results, done.written());
        }
        ObjectNode status = transaction.putObject("status");
        results.forEach(status.putArray("results")::add);
        return transaction;
    }

    private List<TransactionOperation> operations(ObjectNode transaction) {
        FieldErrors errors = new FieldErrors();
        JsonNode spec = transaction.path("spec");
        spec.fieldNames().forEachRemaining(name -> {
            if (!name.equals("operations") && !name.equals("namespace")) {
                errors.forbidden("spec." + name, "is not a field of a transaction");
            }
        });
        JsonNode list = spec.path("operations");
        List<TransactionOperation> operations = new ArrayList<>();
        if (!list.isArray() || list.isEmpty()) {
            errors.required("spec.operations", "at least one operation");
        } else if (list.size() > MOST_OPERATIONS) {
            errors.tooMany("spec.operations", list.size(), MOST_OPERATIONS);
        } else {
            for (int i = 0; i < list.size(); i++) {
                operations.addAll(TransactionOperation.read(
                        list.get(i), "spec.operations[" + i + "]", Nodes.text(spec, "namespace"), resources, errors));
            }
        }
        if (!errors.isEmpty()) {
            String name = Nodes.text(transaction.path("metadata"), "name");
            throw StatusException.invalid(GROUP, KIND, name, errors.list());
        }
        return operations;
    }

    private List<ObjectNode> results(
            Registry staged, List<TransactionOperation> operations, Circumstances circumstances) {
        Routing routing = Routing.of(
                resources,
                staged,
                cache,
                schemas,
                authorization,
                (account, request) -> {
                    throw Routing.notFound();
                },
                clock,
                random);
        List<ObjectNode> results = new ArrayList<>();
        for (TransactionOperation operation : operations) {
            try {
                operation.checkExpectations(staged);
                ApiRequest request = request(operation, circumstances);
                Destination destination = Destination.of(request);
                authorization.check(circumstances.user(), destination);
                ApiResponse response = routing.serve(
                        request,
                        destination.query(),
                        destination.target().orElseThrow(),
                        destination.verb(),
                        new Warnings(),
                        (key, value) -> {});
                results.add(result(operation, (ApiResponse.Complete) response, circumstances));
            } catch (StatusException e) {
                throw operation.refusal(e);
            }
        }
        return results;
    }

    private ApiRequest request(TransactionOperation operation, Circumstances circumstances) {
        Map<String, List<String>> headers = Map.of(
                "Content-Type",
                List.of(operation.contentType()),
                "Accept",
                List.of("application/json"),
                "User-Agent",
                List.of(circumstances.agent()));
        return new ApiRequest(
                operation.method(),
                operation.path(),
                operation.query(circumstances.agent().isEmpty() ? MANAGER : circumstances.agent()),
                Headers.of(headers),
                operation.body(),
                circumstances.user(),
                clock.instant());
    }

    private static ObjectNode result(
            TransactionOperation operation, ApiResponse.Complete response, Circumstances circumstances) {
        Warnings.texts(response.headers().getOrDefault("Warning", List.of())).forEach(circumstances.warnings());
        ObjectNode object = Json.read(response.body().bytes());
        JsonNode metadata = object.path("metadata");
        ObjectNode result = Json.object()
                .put("operation", operation.does().text())
                .put("apiVersion", operation.definition().apiVersion())
                .put("kind", operation.definition().kind());
        if (!operation.namespace().isEmpty()) {
            result.put("namespace", operation.namespace());
        }
        String name = Nodes.text(metadata, "name");
        result.put("name", name.isEmpty() ? operation.name() : name);
        String uid = Nodes.text(metadata, "uid");
        result.put("uid", uid.isEmpty() ? Nodes.text(object.path("details"), "uid") : uid);
        long revision = metadata.path("resourceVersion").asLong(0);
        if (revision > 0 && revision < COMMITTED) {
            result.put("resourceVersion", Long.toString(revision));
        }
        return result;
    }

    /** Adds the revisions that the commit gave. */
    private static void number(
            List<TransactionOperation> operations, List<ObjectNode> results, List<ApiObject> written) {
        Map<ObjectKey, ApiObject> byKey = new HashMap<>();
        written.forEach(object -> byKey.put(object.key(), object));
        for (int i = 0; i < results.size(); i++) {
            ObjectNode result = results.get(i);
            ApiObject object = byKey.get(operations.get(i).key(Nodes.text(result, "name")));
            if (object != null) {
                result.put("resourceVersion", Long.toString(object.revision()));
            }
        }
    }
}
