package io.gantry.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.env.ConfigException;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.ContainerSpec.Security;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Translates the security contexts of a pod and its container. */
final class SecuritySpec {

    private static final List<String> SELINUX = List.of("user", "role", "type", "level");

    private final Pod pod;
    private final Container container;

    SecuritySpec(Pod pod, Container container) {
        this.pod = pod;
        this.container = container;
    }

    /**
     * @param seccompProfiles directory of the node's own profiles
     * @throws ConfigException when the profile that is asked for is not there
     */
    Security security(Path seccompProfiles) throws ConfigException {
        JsonNode own = container.securityContext();
        JsonNode capabilities = own.path("capabilities");
        return new Security(
                own.path("privileged").asBoolean(),
                Json.strings(capabilities.path("add")),
                Json.strings(capabilities.path("drop")),
                own.path("readOnlyRootFilesystem").asBoolean(),
                options(own, seccompProfiles),
                groups(),
                own.path("procMount").asText().equals("Unmasked"));
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

    private List<String> options(JsonNode own, Path seccompProfiles) throws ConfigException {
        List<String> options = new ArrayList<>();
        JsonNode escalation = own.path("allowPrivilegeEscalation");
        if (escalation.isBoolean() && !escalation.asBoolean()) {
            options.add("no-new-privileges");
        }
        // without a word the engine's own profile stays: safer than upstream's default, which is none
        JsonNode seccomp = field("seccompProfile");
        switch (seccomp.path("type").asText()) {
            case "Unconfined" -> options.add("seccomp=unconfined");
            case "Localhost" ->
                options.add("seccomp="
                        + profile(
                                seccompProfiles,
                                seccomp.path("localhostProfile").asText()));
            default -> {}
        }
        JsonNode appArmor = field("appArmorProfile");
        switch (appArmor.path("type").asText()) {
            case "Unconfined" -> options.add("apparmor=unconfined");
            case "Localhost" ->
                options.add("apparmor=" + appArmor.path("localhostProfile").asText());
            default -> {}
        }
        for (String part : SELINUX) {
            String value = field("seLinuxOptions").path(part).asText("");
            if (!value.isEmpty()) {
                options.add("label=" + part + ":" + value);
            }
        }
        return options;
    }

    /** The engine takes the profile itself, not its name. */
    private static String profile(Path directory, String name) throws ConfigException {
        Path file = directory.resolve(name).normalize();
        if (!file.startsWith(directory)) {
            throw new ConfigException("cannot load seccomp profile \"" + name + "\": it lies outside of " + directory);
        }
        try {
            return Json.read(Files.readAllBytes(file)).toString();
        } catch (IOException | UncheckedIOException e) {
            throw new ConfigException("cannot load seccomp profile \"" + file + "\": " + e.getMessage());
        }
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
