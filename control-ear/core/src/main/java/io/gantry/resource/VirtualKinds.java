package io.gantry.resource;

import io.gantry.object.GroupResource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Describes kinds of which no object is stored: those that are made when they are read, and those that do something. */
public final class VirtualKinds {

    private static final String VERSION = "v1";

    private VirtualKinds() {}

    /** A kind whose objects come from a source. */
    public static ResourceDefinition read(
            String group,
            String kind,
            String plural,
            Scope scope,
            Map<String, String> selectable,
            TableColumns columns,
            Source source) {
        return definition(group, kind, plural, scope, Set.of("get", "list"), selectable, columns, new Strategy() {
            @Override
            public Optional<Source> source() {
                return Optional.of(source);
            }
        });
    }

    /**
     * A kind of upstream's whose objects come from a source.
     *
     * @param schemaName OpenAPI definition
     */
    public static ResourceDefinition read(
            String group,
            String version,
            String kind,
            String plural,
            Scope scope,
            String schemaName,
            TableColumns columns,
            Source source) {
        return definition(
                group,
                version,
                kind,
                plural,
                "",
                scope,
                Set.of("get", "list"),
                schemaName,
                Map.of(),
                columns,
                new Strategy() {
                    @Override
                    public Optional<Source> source() {
                        return Optional.of(source);
                    }
                });
    }

    /** A kind whose creation does something. */
    public static ResourceDefinition done(
            String group, String kind, String plural, Scope scope, TableColumns columns, Operation operation) {
        return definition(group, kind, plural, scope, Set.of("create"), Map.of(), columns, new Strategy() {
            @Override
            public Optional<Operation> operation() {
                return Optional.of(operation);
            }
        });
    }

    private static ResourceDefinition definition(
            String group,
            String kind,
            String plural,
            Scope scope,
            Set<String> verbs,
            Map<String, String> selectable,
            TableColumns columns,
            Strategy strategy) {
        return definition(
                group,
                VERSION,
                kind,
                plural,
                kind.toLowerCase(Locale.ROOT),
                scope,
                verbs,
                "io.gantry." + group.substring(0, group.indexOf('.')) + "." + VERSION + "." + kind,
                selectable,
                columns,
                strategy);
    }

    private static ResourceDefinition definition(
            String group,
            String version,
            String kind,
            String plural,
            String singular,
            Scope scope,
            Set<String> verbs,
            String schemaName,
            Map<String, String> selectable,
            TableColumns columns,
            Strategy strategy) {
        return new ResourceDefinition(
                group,
                version,
                kind,
                plural,
                singular,
                List.of(),
                List.of(),
                scope,
                verbs,
                Map.of(),
                new GroupResource(group, plural),
                version,
                Optional.empty(),
                schemaName,
                selectable,
                columns,
                strategy);
    }
}
