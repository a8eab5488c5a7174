package io.gantry.protobuf;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.gantry.schema.ObjectSchema;
import io.gantry.schema.Schemas;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What JSON calls the fields of messages: mostly the same, but for {@code $ref}, {@code x-kubernetes-…} and a few that begin large. */
final class FieldNames {

    private static final Map<FieldDescriptor, String> NAMES = new ConcurrentHashMap<>();

    private FieldNames() {}

    static String of(FieldDescriptor field) {
        return NAMES.computeIfAbsent(field, FieldNames::find);
    }

    private static String find(FieldDescriptor field) {
        String name = field.getName();
        Optional<ObjectSchema> type = Schemas.builtIn().find(MessageTree.typeName(field.getContainingType()));
        return type.flatMap(schema -> List.of(name, startingSmall(name), "$" + name, hyphenated(name)).stream()
                        .filter(candidate -> schema.field(candidate).isPresent())
                        .findFirst())
                .orElse(name);
    }

    /** {@code Webhooks} is {@code webhooks}, {@code aPIGroup} is {@code apiGroup}. */
    private static String startingSmall(String name) {
        int first = 0;
        while (first < name.length() && (first == 0 || Character.isUpperCase(name.charAt(first)))) {
            first++;
        }
        int small = Math.max(1, first - 1);
        return name.substring(0, small).toLowerCase(Locale.ROOT) + name.substring(small);
    }

    /** {@code xKubernetesListType} is {@code x-kubernetes-list-type}. */
    private static String hyphenated(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
