package io.gantry.resource.kinds;

import io.gantry.object.GroupResource;
import io.gantry.resource.Conversion;
import io.gantry.resource.ConvertingStrategy;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Scope;
import io.gantry.resource.Strategy;
import io.gantry.resource.Subresource;
import io.gantry.resource.TableColumns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Builds the definition of a built-in kind; what is not said is as most kinds have it. */
final class Definition {

    private static final Set<String> ALL_VERBS =
            Set.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    private static final Set<String> READ_AND_WRITE = Set.of("get", "patch", "update");

    private final String group;
    private final String kind;
    private final String plural;
    private final Map<String, Subresource> subresources = new LinkedHashMap<>();
    private final Map<String, String> selectable = new LinkedHashMap<>();
    private String version = "v1";
    private Optional<String> storageVersion = Optional.empty();
    private Optional<Conversion> conversion = Optional.empty();
    private Set<String> verbs = ALL_VERBS;
    private List<String> shortNames = List.of();
    private List<String> categories = List.of();
    private Scope scope = Scope.NAMESPACED;
    private Optional<GroupResource> storage = Optional.empty();
    private Optional<String> schema = Optional.empty();
    private Optional<String> deprecation = Optional.empty();

    private Definition(String group, String kind, String plural) {
        this.group = group;
        this.kind = kind;
        this.plural = plural;
    }

    /** A kind of the core group. */
    static Definition core(String kind, String plural) {
        return new Definition("", kind, plural);
    }

    /** A kind of a named group, of version v1 unless {@link #version} says otherwise. */
    static Definition of(String group, String kind, String plural) {
        return new Definition(group, kind, plural);
    }

    /** Another version than v1. */
    Definition version(String name) {
        version = name;
        return this;
    }

    /** A version whose objects are stored in the form of another, which has the same fields. */
    Definition storedIn(String otherVersion) {
        storageVersion = Optional.of(otherVersion);
        return this;
    }

    /** A version whose objects are stored in the form of another, which differs as the conversion says. */
    Definition storedIn(String otherVersion, Conversion itsConversion) {
        conversion = Optional.of(itsConversion);
        return storedIn(otherVersion);
    }

    /**
     * A version that clients should leave.
     *
     * @param since from when on, until when, and what to use instead: {@code v1.35+, unavailable in v1.38+}
     */
    Definition deprecated(String since) {
        deprecation = Optional.of(since);
        return this;
    }

    /** A kind whose objects are in no namespace. */
    Definition cluster() {
        scope = Scope.CLUSTER;
        return this;
    }

    Definition verbs(String... only) {
        verbs = Set.of(only);
        return this;
    }

    Definition without(String verb) {
        Set<String> rest = new TreeSet<>(verbs);
        rest.remove(verb);
        verbs = rest;
        return this;
    }

    Definition shortName(String name) {
        return shortNames(name);
    }

    Definition shortNames(String... names) {
        shortNames = List.of(names);
        return this;
    }

    /** Shown by {@code kubectl get all}. */
    Definition inAll() {
        categories = List.of("all");
        return this;
    }

    /** Shown by {@code kubectl get api-extensions}. */
    Definition inExtensions() {
        categories = List.of("api-extensions");
        return this;
    }

    Definition status() {
        return subresource(new Subresource("status", "", "", kind, READ_AND_WRITE));
    }

    Definition scale() {
        return subresource(new Subresource("scale", "autoscaling", "v1", "Scale", READ_AND_WRITE));
    }

    /** A subresource whose kind is of the same group. */
    Definition subresource(String name, String ofKind, String... itsVerbs) {
        return subresource(new Subresource(name, "", "", ofKind, Set.of(itsVerbs)));
    }

    Definition subresource(Subresource subresource) {
        subresources.put(subresource.name(), subresource);
        return this;
    }

    /** Fields that selectors may name, each found where its name says. */
    Definition selectable(String... fields) {
        for (String field : fields) {
            selectable.put(field, "/" + field.replace('.', '/'));
        }
        return this;
    }

    /** A field that selectors may name and that is stored elsewhere. */
    Definition selectableAt(String field, String pointer) {
        selectable.put(field, pointer);
        return this;
    }

    /** The objects of another resource, served again. */
    Definition storedAs(GroupResource resource) {
        storage = Optional.of(resource);
        return this;
    }

    /** The OpenAPI name of a kind that lies elsewhere than its group says. */
    Definition schema(String name) {
        schema = Optional.of(name);
        return this;
    }

    /** @param strategy of the stored version, if this is another */
    ResourceDefinition build(TableColumns columns, Strategy strategy) {
        return new ResourceDefinition(
                group,
                version,
                kind,
                plural,
                kind.toLowerCase(Locale.ROOT),
                shortNames,
                categories,
                scope,
                verbs,
                Map.copyOf(subresources),
                storage.orElse(new GroupResource(group, plural)),
                storageVersion.orElse(storage.isPresent() ? "v1" : version),
                deprecation.map(since -> apiVersion(version) + " " + kind + " is deprecated in " + since),
                schema.orElse("io.k8s.api." + schemaPackage() + "." + version + "." + kind),
                Map.copyOf(selectable),
                columns,
                storageVersion.map(other -> converting(strategy, other)).orElse(strategy));
    }

    private Strategy converting(Strategy strategy, String other) {
        return new ConvertingStrategy(
                strategy, conversion.orElseGet(() -> Conversion.sameFields(apiVersion(version), apiVersion(other))));
    }

    private String apiVersion(String ofVersion) {
        return group.isEmpty() ? ofVersion : group + "/" + ofVersion;
    }

    /** {@code core}, or the first part of the group: {@code discovery} of {@code discovery.k8s.io}. */
    private String schemaPackage() {
        if (group.isEmpty()) {
            return "core";
        }
        int dot = group.indexOf('.');
        return dot < 0 ? group : group.substring(0, dot);
    }
}
