package io.gantry.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.identity.UserInfo;
import java.util.function.Consumer;

/** Does what an object asks for when it is created; the object itself is not stored. Refusals are {@code StatusException}s. */
public interface Operation {

    /**
     * Does it.
     *
     * @param object what the client sent, to be changed at will
     * @return the object with its outcome
     */
    ObjectNode run(ObjectNode object, Circumstances circumstances);

    /**
     * How it is asked for.
     *
     * @param namespace of the path, empty outside namespaces
     * @param user who asks
     * @param agent the program or field manager
     * @param dryRun whether to change nothing
     * @param warnings takes what the client should know
     */
    record Circumstances(String namespace, UserInfo user, String agent, boolean dryRun, Consumer<String> warnings) {}
}
