package io.gantry.registry;

import io.gantry.identity.UserInfo;
import io.gantry.store.Origin;
import java.util.function.Consumer;

/**
 * Circumstances of a write.
 *
 * @param user who writes
 * @param dryRun go all the way but for the store
 * @param warnings takes what the client should know though the write succeeds
 * @param manager who owns the fields that the write sets ({@code metadata.managedFields}); empty when that is not known
 * @param origin what history tells of the write
 */
public record WriteContext(UserInfo user, boolean dryRun, Consumer<String> warnings, String manager, Origin origin) {

    /** Of a write of which history tells the user and the manager. */
    public WriteContext(UserInfo user, boolean dryRun, Consumer<String> warnings, String manager) {
        this(user, dryRun, warnings, manager, new Origin(user.username(), manager, ""));
    }

    /** Of the cluster's own parts; warnings are for people, so they are dropped. */
    public static WriteContext internal(String manager) {
        return new WriteContext(UserInfo.SYSTEM, false, warning -> {}, manager);
    }
}
