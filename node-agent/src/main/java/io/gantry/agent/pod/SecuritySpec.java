package io.gantry.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.env.ConfigException;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.ContainerSpec.Security;
import java.util.ArrayList;
import java.util.List;

/** Translates the security contexts of a pod and its container. */
final class SecuritySpec {

    private final Pod pod;
    private final Container container;

    SecuritySpec(Pod pod, Container container) {
        this.pod = pod;
        this.container = container;
    }

    Security security() {
        JsonNode own = container.securityContext();
        JsonNode capabilities = own.path("capabilities");
        return new Security(
                own.path("privileged").asBoolean(),
                Json.strings(capabilities.path("add")),
                Json.strings(capabilities.path("drop")),
                own.path("readOnlyRootFilesystem").asBoolean(),
                options(own),
                groups());
    }

    /** {@code UID} or {@code UID:GID}; empty for the image's user. */
    String user() {
        JsonNode user = field("runAsUser");
        JsonNode group = field("runAsGroup");
        if (user.isMissingNode()) {
            return group.isMissingNode() ? "" : "0:" + group.asText();
        }
        return group.isMissingNode() ? user.asText() : user.asText() + ":" + group.asText();
    }

    /**
     * Refuses what would run as root although it must not.
     *
     * @param imageUser the user the image names; empty for root
     */
    void check(String imageUser) throws ConfigException {
        if (!field("runAsNonRoot").asBoolean()) {
            return;
        }
        String where = " (pod: \"" + pod.identity().display() + "\", container: " + container.name() + ")";
        JsonNode user = field("runAsUser");
        if (!user.isMissingNode()) {
            if (user.asLong() == 0) {
                throw new ConfigException("container's runAsUser breaks non-root policy" + where);
            }
            return;
        }
        String name = imageUser.split(":")[0];
        if (name.isEmpty() || name.matches("0+")) {
            throw new ConfigException("container has runAsNonRoot and image will run as root" + where);
        }
        if (!name.matches("\\d+")) {
            throw new ConfigException("container has runAsNonRoot and image has non-numeric user (" + name
                    + "), cannot verify user is non-root" + where);
        }
    }

    /** The container's own setting goes before the pod's. */
    private JsonNode field(String name) {
        JsonNode own = container.securityContext().path(name);
        return own.isMissingNode() || own.isNull() ? pod.securityContext().path(name) : own;
    }

    private List<String> options(JsonNode own) {
        List<String> options = new ArrayList<>();
        JsonNode escalation = own.path("allowPrivilegeEscalation");
        if (escalation.isBoolean() && !escalation.asBoolean()) {
            options.add("no-new-privileges");
        }
        // without a word the engine's own profile stays: safer than upstream's default, which is none
        if (field("seccompProfile").path("type").asText().equals("Unconfined")) {
            options.add("seccomp=unconfined");
        }
        return options;
    }

    private List<String> groups() {
        List<String> groups = new ArrayList<>(Json.strings(pod.securityContext().path("supplementalGroups")));
        JsonNode fsGroup = pod.securityContext().path("fsGroup");
        if (fsGroup.isNumber()) {
            groups.add(fsGroup.asText());
        }
        return groups;
    }
}
