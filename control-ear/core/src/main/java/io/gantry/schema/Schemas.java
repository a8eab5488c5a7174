package io.gantry.schema;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All named object schemas, read when first used. */
public final class Schemas {

    private static final class BuiltIn {
        static final Schemas INSTANCE = new Schemas();
    }

    private final Definitions definitions = new Definitions();
    private final Map<String, ObjectSchema> types = new ConcurrentHashMap<>();
    private final ModelClassReader reader = new ModelClassReader(definitions, new FieldFacts(), this::type);

    private Schemas() {}

    /** The schemas of the built-in API types, shared by all callers. */
    public static Schemas builtIn() {
        return BuiltIn.INSTANCE;
    }

    /** What every object has. */
    public static ObjectSchema objectMeta() {
        return builtIn().find("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta").orElseThrow();
    }

    /**
     * The schema of one type.
     *
     * @param name for example {@code io.k8s.api.apps.v1.Deployment}
     */
    public Optional<ObjectSchema> find(String name) {
        return definitions.names().contains(name) ? Optional.of(type(name)) : Optional.empty();
    }

    /** The names of all types. */
    public Set<String> names() {
        return Set.copyOf(definitions.names());
    }

    private ObjectSchema type(String name) {
        return types.computeIfAbsent(name, key -> new ObjectSchema(key, () -> reader.read(key)));
    }
}
