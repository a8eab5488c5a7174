package io.gantry.agent.cni;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.host.HostCommands;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.PodIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calls CNI plugins for the network namespace of a sandbox. */
public final class CniPlugins {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String INTERFACE = "eth0";

    private final HostCommands commands;
    private final Path binDir;

    public CniPlugins(HostCommands commands, Path binDir) {
        this.commands = commands;
        this.binDir = binDir;
    }

    /**
     * Gives a sandbox its network; its loopback interface is up already, as the engine makes it. On failure what was done is taken
     * back.
     *
     * @param namespace path of the network namespace
     * @param portMappings {@code {"portMappings": [...]}}
     * @throws IOException with the plugin's own words
     */
    public PodNetwork add(NetworkPlan plan, PodIdentity pod, String sandboxId, Path namespace, ObjectNode portMappings)
            throws IOException {
        ObjectNode result = Json.object();
        PodNetwork network = new PodNetwork(sandboxId, plan, portMappings, result);
        try {
            for (ObjectNode plugin : plan.plugins()) {
                ObjectNode next = call("ADD", network, plugin, pod, namespace.toString(), result);
                result = next.isEmpty() ? result : next;
            }
        } catch (IOException e) {
            takeBack(network, pod, namespace, e);
            throw e;
        }
        return new PodNetwork(sandboxId, plan, portMappings, result);
    }

    /** Takes a sandbox's network down. The namespace may be gone: an empty text then still frees address and rules. */
    public void delete(PodNetwork network, PodIdentity pod, String namespace) throws IOException {
        for (ObjectNode plugin : network.plan().plugins().reversed()) {
            call("DEL", network, plugin, pod, namespace, network.result());
        }
    }

    private void takeBack(PodNetwork network, PodIdentity pod, Path namespace, IOException failure) {
        try {
            delete(network, pod, namespace.toString());
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private ObjectNode call(
            String command,
            PodNetwork network,
            ObjectNode plugin,
            PodIdentity pod,
            String namespace,
            ObjectNode previous)
            throws IOException {
        String type = plugin.path("type").asText();
        Map<String, String> environment = new HashMap<>();
        environment.put("CNI_COMMAND", command);
        environment.put("CNI_CONTAINERID", network.sandboxId());
        environment.put("CNI_NETNS", namespace);
        environment.put("CNI_IFNAME", INTERFACE);
        environment.put("CNI_PATH", binDir.toString());
        environment.put(
                "CNI_ARGS",
                "IgnoreUnknown=1;K8S_POD_NAMESPACE=" + pod.namespace() + ";K8S_POD_NAME=" + pod.name()
                        + ";K8S_POD_INFRA_CONTAINER_ID=" + network.sandboxId() + ";K8S_POD_UID=" + pod.uid());
        HostCommands.Result result = commands.run(
                List.of(binDir.resolve(type).toString()),
                environment,
                Json.write(input(network, plugin, previous)),
                TIMEOUT);
        if (!result.succeeded()) {
            throw new IOException("plugin type=\"" + type + "\" name=\""
                    + network.plan().name() + "\" failed (" + (command.equals("ADD") ? "add" : "delete") + "): "
                    + failure(result));
        }
        return result.stdout().isBlank() ? Json.object() : Json.read(result.stdout());
    }

    private static ObjectNode input(PodNetwork network, ObjectNode plugin, ObjectNode previous) {
        ObjectNode input = plugin.deepCopy();
        input.put("name", network.plan().name());
        input.put("cniVersion", network.plan().cniVersion());
        if (plugin.path("capabilities").path("portMappings").asBoolean()) {
            input.set("runtimeConfig", network.portMappings().deepCopy());
        }
        input.remove("capabilities");
        if (!previous.isEmpty()) {
            input.set("prevResult", previous);
        }
        return input;
    }

    /** Plugins report errors as JSON on standard output. */
    private static String failure(HostCommands.Result result) {
        try {
            JsonNode message = Json.read(result.stdout()).path("msg");
            return message.asText();
        } catch (UncheckedIOException notJson) {
            return (result.stdout() + " " + result.stderr()).strip();
        }
    }
}
