package io.gantry.openapi;

import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Subresource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The paths of one resource and its subresources. */
final class ResourcePaths {

    private static final List<String> LOG = Stream.concat(Stream.of(ApiOperation.TEXT), MediaTypes.OBJECTS.stream())
            .toList();

    /** Methods that are proxied though they are no verbs. */
    private static final List<String> PROXIED = List.of("head", "options");

    private final ResourceDefinition definition;
    private final GroupVersion version;
    private final GroupVersionKind kind;
    private final String idKind;
    private final List<ApiPath> paths = new ArrayList<>();

    private ResourcePaths(ResourceDefinition definition) {
        this.definition = definition;
        this.version = GroupVersion.of(definition);
        this.kind = new GroupVersionKind(definition.group(), definition.version(), definition.kind());
        this.idKind = (definition.namespaced() ? "Namespaced" : "") + definition.kind();
    }

    static List<ApiPath> of(ResourceDefinition definition) {
        ResourcePaths resource = new ResourcePaths(definition);
        resource.allNamespaces();
        resource.collection();
        resource.item();
        resource.watches();
        definition.subresources().values().stream()
                .sorted(Comparator.comparing(Subresource::name))
                .forEach(resource::subresource);
        return resource.paths;
    }

    private boolean can(String verb) {
        return definition.verbs().contains(verb);
    }

    private void allNamespaces() {
        if (definition.namespaced() && can("list")) {
            List<Parameter> parameters = new ArrayList<>(Parameter.LIST);
            parameters.add(Parameter.PRETTY);
            String id = "list" + version.idPart() + definition.kind() + "ForAllNamespaces";
            add("/" + version.path() + "/" + definition.plural(), parameters, List.of(list(id, List.of())));
        }
    }

    private ApiOperation list(String id, List<Parameter> parameters) {
        String description = "list or watch objects of kind " + definition.kind();
        return new ApiOperation("get", id, description, "list", kind, parameters, "", definition.schemaName() + "List");
    }

    private void collection() {
        List<ApiOperation> operations = new ArrayList<>();
        if (can("deletecollection")) {
            operations.add(new ApiOperation(
                    "delete",
                    "delete" + version.idPart() + "Collection" + idKind,
                    "delete collection of " + definition.kind(),
                    "deletecollection",
                    kind,
                    Parameter.DELETE_COLLECTION,
                    ApiOperation.DELETE_OPTIONS,
                    ApiOperation.STATUS));
        }
        if (can("list")) {
            operations.add(list("list" + version.idPart() + idKind, Parameter.LIST));
        }
        if (can("create")) {
            operations.add(new ApiOperation(
                    "post",
                    "create" + version.idPart() + idKind,
                    "create a " + definition.kind(),
                    "post",
                    kind,
                    Parameter.WRITE,
                    definition.schemaName(),
                    definition.schemaName()));
        }
        add(collectionPath(), shared(false), operations);
    }

    private void item() {
        List<ApiOperation> operations = new ArrayList<>();
        String subject = "the specified " + definition.kind();
        if (can("delete")) {
            operations.add(new ApiOperation(
                    "delete",
                    "delete" + version.idPart() + idKind,
                    "delete a " + definition.kind(),
                    "delete",
                    kind,
                    Parameter.DELETE,
                    ApiOperation.DELETE_OPTIONS,
                    deleted()));
        }
        operations.addAll(readAndChange(definition.verbs(), "", subject, kind, definition.schemaName()));
        add(collectionPath() + "/{name}", shared(true), operations);
    }

    /** Of namespaces, which stay until they are empty, upstream's documents say Status though the namespace is answered. */
    private String deleted() {
        return definition.strategy().returnsDeletedObject()
                        && !definition.kind().equals("Namespace")
                ? definition.schemaName()
                : ApiOperation.STATUS;
    }

    private List<ApiOperation> readAndChange(
            Set<String> verbs, String suffix, String subject, GroupVersionKind gvk, String type) {
        String id = version.idPart() + idKind + suffix;
        List<ApiOperation> operations = new ArrayList<>();
        if (verbs.contains("get")) {
            boolean log = suffix.equals("Log");
            List<Parameter> parameters = log ? Parameter.LOG : List.of();
            String response = log ? ApiOperation.UNTYPED : type;
            ApiOperation read =
                    new ApiOperation("get", "read" + id, "read " + subject, "get", gvk, parameters, "", response);
            operations.add(log ? read.answering(LOG) : read);
        }
        if (verbs.contains("patch")) {
            operations.add(new ApiOperation(
                    "patch",
                    "patch" + id,
                    "partially update " + subject,
                    "patch",
                    gvk,
                    Parameter.PATCH,
                    patches(),
                    ApiOperation.PATCH_BODY,
                    type,
                    MediaTypes.TREES));
        }
        if (verbs.contains("update")) {
            operations.add(new ApiOperation(
                    "put", "replace" + id, "replace " + subject, "put", gvk, Parameter.WRITE, type, type));
        }
        return operations;
    }

    private List<String> patches() {
        return definition.strategy().declaredSchema().isPresent()
                ? ApiOperation.CUSTOM_RESOURCE_PATCHES
                : ApiOperation.PATCHES;
    }

    /** The older paths of watches, which nobody should need; custom resources have none. */
    private void watches() {
        if (!can("watch") || definition.strategy().declaredSchema().isPresent()) {
            return;
        }
        String all = "/" + version.path() + "/watch/" + definition.plural();
        String lists = "watch" + version.idPart() + idKind + "List";
        String advice = "; deprecated: use the parameter 'watch' of the list";
        String changes = "watch changes of objects of kind " + definition.kind() + advice;
        if (definition.namespaced()) {
            String id = "watch" + version.idPart() + definition.kind() + "ListForAllNamespaces";
            watch(all, List.of(), id, "watchlist", changes);
        }
        String within = "/" + version.path() + "/watch" + (definition.namespaced() ? "/namespaces/{namespace}/" : "/")
                + definition.plural();
        List<Parameter> named = shared(true).subList(0, definition.namespaced() ? 2 : 1);
        watch(within, named.subList(1, named.size()), lists, "watchlist", changes);
        watch(
                within + "/{name}",
                named,
                "watch" + version.idPart() + idKind,
                "watch",
                "watch changes of an object of kind " + definition.kind() + advice + " with a 'fieldSelector'");
    }

    private void watch(String path, List<Parameter> named, String id, String action, String description) {
        List<Parameter> parameters = new ArrayList<>(Parameter.LIST);
        parameters.addAll(named);
        parameters.add(Parameter.PRETTY);
        add(
                path,
                parameters,
                List.of(new ApiOperation(
                        "get", id, description, action, kind, List.of(), "", ApiOperation.WATCH_EVENT)));
    }

    private void subresource(Subresource subresource) {
        String path = collectionPath() + "/{name}/" + subresource.name();
        if (subresource.kind().endsWith("Options")) {
            connection(subresource, path);
            return;
        }
        GroupVersion own =
                subresource.group().isEmpty() && subresource.version().isEmpty()
                        ? version
                        : new GroupVersion(subresource.group(), subresource.version());
        GroupVersionKind gvk = new GroupVersionKind(own.group(), own.version(), subresource.kind());
        String type = subresource.kind().equals(definition.kind())
                ? definition.schemaName()
                : own.definitions() + "." + subresource.kind();
        String suffix = GroupVersion.capitalized(subresource.name());
        String subject = subresource.name() + " of the specified " + definition.kind();
        List<ApiOperation> operations = new ArrayList<>(readAndChange(subresource.verbs(), suffix, subject, gvk, type));
        if (subresource.verbs().contains("create")) {
            operations.add(new ApiOperation(
                    "post",
                    "create" + version.idPart() + idKind + suffix,
                    "create " + subresource.name() + " of a " + definition.kind(),
                    "post",
                    gvk,
                    Parameter.WRITE,
                    type,
                    type));
        }
        add(path, shared(true), operations);
    }

    private void connection(Subresource subresource, String path) {
        GroupVersionKind gvk = new GroupVersionKind(kind.group(), kind.version(), subresource.kind());
        List<Parameter> shared = new ArrayList<>(Parameter.ofConnection(subresource.kind()));
        shared.addAll(shared(true).subList(0, definition.namespaced() ? 2 : 1));
        add(path, shared, connections(subresource, gvk, ""));
        if (subresource.name().equals("proxy")) {
            List<Parameter> withPath = new ArrayList<>(shared);
            withPath.add(Parameter.PATH);
            add(path + "/{path}", withPath, connections(subresource, gvk, "WithPath"));
        }
    }

    private List<ApiOperation> connections(Subresource subresource, GroupVersionKind gvk, String suffix) {
        Stream<String> methods = subresource.verbs().stream().map(ResourcePaths::method);
        return (subresource.name().equals("proxy") ? Stream.concat(methods, PROXIED.stream()) : methods)
                .sorted()
                .map(method -> new ApiOperation(
                                method,
                                "connect" + version.idPart() + GroupVersion.capitalized(method) + idKind
                                        + GroupVersion.capitalized(subresource.name()) + suffix,
                                "connect requests to " + subresource.name() + " of " + definition.kind(),
                                "connect",
                                gvk,
                                List.of(),
                                "",
                                ApiOperation.UNTYPED)
                        .answering(List.of(ApiOperation.ANYTHING)))
                .toList();
    }

    private static String method(String verb) {
        return switch (verb) {
            case "create" -> "post";
            case "update" -> "put";
            default -> verb;
        };
    }

    private String collectionPath() {
        String namespace = definition.namespaced() ? "/namespaces/{namespace}" : "";
        return "/" + version.path() + namespace + "/" + definition.plural();
    }

    private List<Parameter> shared(boolean named) {
        List<Parameter> shared = new ArrayList<>();
        if (named) {
            shared.add(Parameter.NAME);
        }
        if (definition.namespaced()) {
            shared.add(Parameter.NAMESPACE);
        }
        shared.add(Parameter.PRETTY);
        return shared;
    }

    private void add(String path, List<Parameter> shared, List<ApiOperation> operations) {
        if (!operations.isEmpty()) {
            paths.add(new ApiPath(
                    path,
                    version.tag(),
                    shared,
                    operations.stream().map(this::answered).toList()));
        }
    }

    /** Custom resources have no protobuf. */
    private ApiOperation answered(ApiOperation operation) {
        if (!operation.isTyped()) {
            return operation;
        }
        boolean declared = definition.strategy().declaredSchema().isPresent();
        List<String> objects = declared ? MediaTypes.TREES : MediaTypes.OBJECTS;
        boolean watched =
                operation.action().endsWith("list") || operation.action().equals("watch");
        return operation.answering(watched && !declared ? MediaTypes.watchable(objects) : objects);
    }
}
