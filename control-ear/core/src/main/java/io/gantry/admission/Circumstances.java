package io.gantry.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What surrounds a write under admission.
 *
 * @param dryRun whether nothing will be stored
 * @param warnings takes what the client should know though the write succeeds
 * @param annotations takes what audit should write down of the request, by key
 * @param options the client's options (meta/v1 CreateOptions and so on), made when they are asked for
 * @param completion makes an object that was changed from outside whole again
 * @param stored finds an object as the write itself sees it: also one that was made a moment ago, or before in the same transaction
 */
public record Circumstances(
        boolean dryRun,
        Consumer<String> warnings,
        BiConsumer<String, String> annotations,
        Supplier<ObjectNode> options,
        Completion completion,
        Function<ObjectKey, Optional<ApiObject>> stored) {

    /** Of writes that nobody watches. */
    public static final Circumstances NONE = new Circumstances(
            false, warning -> {}, (key, value) -> {}, Json::object, Completion.NONE, key -> Optional.empty());
}
