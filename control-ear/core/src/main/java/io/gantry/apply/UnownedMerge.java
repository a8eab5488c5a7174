package io.gantry.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.apply.ValueType.AtomicList;
import io.gantry.apply.ValueType.MapList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lays a configuration over an object without owning anything: what a mutating policy applies. */
public final class UnownedMerge {

    private UnownedMerge() {}

    /**
     * The merged object; throws {@link IllegalArgumentException} for a configuration that does not fit the type, or sets what is owned as
     * a whole: the rest of it would be lost by mistake.
     */
    public static ObjectNode of(ValueType type, ObjectNode live, ObjectNode config) {
        Optional<String> problem = TypeCheck.problem(type, config);
        if (problem.isPresent()) {
            throw new IllegalArgumentException("failed to convert patch object to typed object: " + problem.get());
        }
        List<String> atomics = new ArrayList<>();
        collect(type, config, "", atomics);
        if (!atomics.isEmpty()) {
            throw new IllegalArgumentException(
                    "invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: "
                            + String.join(", ", atomics));
        }
        return Merge.of(type, live, config);
    }

    private static void collect(ValueType type, JsonNode value, String path, List<String> atomics) {
        if (type instanceof ObjectType object && value.isObject()) {
            if (object.atomic()) {
                atomics.add(path);
            }
            value.properties()
                    .forEach(field -> object.member(field.getKey())
                            .ifPresent(member ->
                                    collect(member.type(), field.getValue(), path + "." + field.getKey(), atomics)));
        } else if (type instanceof AtomicList && value.isArray()) {
            atomics.add(path);
        } else if (type instanceof MapList list && value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                collect(list.items(), value.get(i), path + "[" + i + "]", atomics);
            }
        }
    }
}
