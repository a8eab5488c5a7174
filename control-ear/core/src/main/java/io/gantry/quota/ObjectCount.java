package io.gantry.quota;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.GroupResource;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Counts objects: {@code count/deployments.apps}, and {@code configmaps} and a few more by their old names. */
record ObjectCount(GroupResource resource, Set<String> names, Usage one) implements Evaluator {

    private static final String PREFIX = "count/";
    private static final Set<String> OLD_NAMES =
            Set.of("configmaps", "resourcequotas", "replicationcontrollers", "secrets");

    static ObjectCount of(GroupResource resource) {
        Set<String> names = resource.group().isEmpty() && OLD_NAMES.contains(resource.resource())
                ? Set.of(name(resource), resource.resource())
                : Set.of(name(resource));
        return new ObjectCount(resource, names, Usage.one(names));
    }

    /** The name under which objects of any resource are counted. */
    static String name(GroupResource resource) {
        return PREFIX + resource;
    }

    /** The resource that a name counts, as far as the name tells. */
    static Optional<GroupResource> counted(String name) {
        if (OLD_NAMES.contains(name)) {
            return Optional.of(new GroupResource("", name));
        }
        if (!name.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String[] parts = name.substring(PREFIX.length()).split("\\.", 2);
        return Optional.of(new GroupResource(parts.length == 1 ? "" : parts[1], parts[0]));
    }

    @Override
    public boolean counts(String name) {
        return names.contains(name);
    }

    @Override
    public Usage usage(JsonNode object, Instant now) {
        return one;
    }
}
