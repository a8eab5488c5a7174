package io.gantry.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.identity.UserInfo;
import io.gantry.object.Json;
import io.gantry.store.Origin;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Circumstances of a write.
 *
 * @param user who writes
 * @param dryRun go all the way but for the store
 * @param warnings takes what the client should know though the write succeeds
 * @param manager who owns the fields that the write sets ({@code metadata.managedFields}); empty when that is not known
 * @param annotations takes what audit should write down of the request, by key
 * @param options the options that the client gave, without their type; admission may ask for them
 * @param origin what history tells of the write
 */
public record WriteContext(
        UserInfo user,
        boolean dryRun,
        Consumer<String> warnings,
        String manager,
        BiConsumer<String, String> annotations,
        Supplier<ObjectNode> options,
        Origin origin) {

    /** A write of which audit has nothing to write down; history tells the user and the manager. */
    public WriteContext(UserInfo user, boolean dryRun, Consumer<String> warnings, String manager) {
        this(
                user,
                dryRun,
                warnings,
                manager,
                (key, value) -> {},
                Json::object,
                new Origin(user.username(), manager, ""));
    }

    /** Of the cluster's own parts; warnings are for people, so they are dropped. */
    public static WriteContext internal(String manager) {
        return new WriteContext(UserInfo.SYSTEM, false, warning -> {}, manager);
    }
}
