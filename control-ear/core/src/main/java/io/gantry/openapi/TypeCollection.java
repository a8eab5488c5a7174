package io.gantry.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.schema.ObjectSchema;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The definitions of a document: the types its operations use, and all that those refer to. */
final class TypeCollection {

    private final Dialect dialect;
    private final Function<String, Optional<ObjectSchema>> schemas;
    private final Map<String, List<GroupVersionKind>> kinds;
    private final DeclaredTypes declared;

    /**
     * A collection.
     *
     * @param declared the types that users have declared
     * @param kinds what {@code x-kubernetes-group-version-kind} says, by type
     */
    TypeCollection(
            Dialect dialect,
            Function<String, Optional<ObjectSchema>> schemas,
            Map<String, List<GroupVersionKind>> kinds,
            DeclaredTypes declared) {
        this.dialect = dialect;
        this.schemas = schemas;
        this.kinds = kinds;
        this.declared = declared;
    }

    /** The definitions, by name; names without a schema become plain objects. */
    ObjectNode write(Collection<String> roots) {
        Map<String, ObjectNode> written = new TreeMap<>();
        Map<String, ObjectNode> common = CommonTypes.of(dialect);
        Set<String> seen = new HashSet<>(common.keySet());
        Deque<ObjectSchema> open = new ArrayDeque<>();
        TypeWriter writer = new TypeWriter(dialect, type -> {
            if (seen.add(type.name())) {
                // what refers to it may know it in a form of its own
                open.add(schemas.apply(type.name()).orElse(type));
            }
        });
        declared.parts().stream()
                .filter(seen::add)
                .forEach(part -> schemas.apply(part).ifPresent(open::add));
        for (String root : roots) {
            if (seen.add(root)) {
                Optional<ObjectNode> own = declared.find(root, dialect);
                if (own.isPresent()) {
                    written.put(root, withKinds(root, own.get()));
                    continue;
                }
                schemas.apply(root).ifPresentOrElse(open::add, () -> written.put(root, plainObject(root)));
            }
        }
        for (ObjectSchema type = open.poll(); type != null; type = open.poll()) {
            written.put(type.name(), withKinds(type.name(), writer.definition(type)));
        }
        Set<String> used = written.values().stream()
                .flatMap(type -> type.findValuesAsText("$ref").stream())
                .collect(Collectors.toCollection(HashSet::new));
        roots.stream().map(dialect::reference).forEach(used::add);
        common.forEach((name, type) -> {
            if (used.contains(dialect.reference(name))) {
                written.put(name, type);
            }
        });
        ObjectNode definitions = Json.object();
        written.forEach(definitions::set);
        return definitions;
    }

    private ObjectNode plainObject(String name) {
        return withKinds(name, Json.object().put("type", "object"));
    }

    private ObjectNode withKinds(String name, ObjectNode definition) {
        List<GroupVersionKind> of = kinds.getOrDefault(name, List.of());
        if (!of.isEmpty()) {
            of.stream().map(GroupVersionKind::json).forEach(definition.putArray(GroupVersionKind.EXTENSION)::add);
        }
        return definition;
    }
}
