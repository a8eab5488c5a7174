package io.gantry.protobuf;

import io.gantry.schema.ObjectSchema;
import java.util.Locale;
import java.util.stream.Stream;

/** What JSON calls the fields of messages: mostly the same, but for {@code $ref}, {@code x-kubernetes-…} and a few that begin large. */
final class FieldNames {

    private FieldNames() {}

    /** @param name of the message's field; it is the answer when the schema has nothing like it */
    static String in(ObjectSchema schema, String name) {
        return Stream.of(name, startingSmall(name), "$" + name, hyphenated(name))
                .filter(candidate -> schema.field(candidate).isPresent())
                .findFirst()
                .orElse(name);
    }

    /** {@code Webhooks} is {@code webhooks}, {@code aPIGroup} is {@code apiGroup}, {@code uID} is {@code uid}. */
    private static String startingSmall(String name) {
        int first = 0;
        while (first < name.length() && (first == 0 || Character.isUpperCase(name.charAt(first)))) {
            first++;
        }
        int small = first == name.length() ? first : Math.max(1, first - 1);
        return name.substring(0, small).toLowerCase(Locale.ROOT) + name.substring(small);
    }

    /** {@code xKubernetesListType} is {@code x-kubernetes-list-type}. */
    private static String hyphenated(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
