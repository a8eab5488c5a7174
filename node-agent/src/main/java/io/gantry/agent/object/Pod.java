package io.gantry.agent.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A view of a v1 Pod in JSON. */
public record Pod(ObjectNode json) {

    /** The priority from which on the machine itself needs a pod: that of upstream's class system-cluster-critical. */
    public static final long SYSTEM_CRITICAL = 2_000_000_000;

    private static final long DEFAULT_GRACE_SECONDS = 30;
    private static final int MAX_HOSTNAME = 63;

    public PodIdentity identity() {
        return new PodIdentity(namespace(), name(), uid());
    }

    public String namespace() {
        return metadata().path("namespace").asText();
    }

    public String name() {
        return metadata().path("name").asText();
    }

    public String uid() {
        return metadata().path("uid").asText();
    }

    public JsonNode metadata() {
        return json.path("metadata");
    }

    public JsonNode spec() {
        return json.path("spec");
    }

    /** The status as the control plane knows it. */
    public JsonNode status() {
        return json.path("status");
    }

    public long generation() {
        return metadata().path("generation").asLong();
    }

    public Map<String, String> labels() {
        return Json.stringMap(metadata().path("labels"));
    }

    public Map<String, String> annotations() {
        return Json.stringMap(metadata().path("annotations"));
    }

    public boolean deleting() {
        return metadata().hasNonNull("deletionTimestamp");
    }

    /** Seconds between the polite and the hard end of the pod's containers. */
    public long graceSeconds() {
        if (deleting() && metadata().hasNonNull("deletionGracePeriodSeconds")) {
            return metadata().path("deletionGracePeriodSeconds").asLong();
        }
        return spec().path("terminationGracePeriodSeconds").asLong(DEFAULT_GRACE_SECONDS);
    }

    /** The same pod, in more of a hurry. */
    public Pod withGraceSeconds(long seconds) {
        ObjectNode copy = json.deepCopy();
        ((ObjectNode) copy.path("spec")).put("terminationGracePeriodSeconds", seconds);
        return new Pod(copy);
    }

    /** Whether it comes from a file of its node and not from the API, where nobody can choose a pod's uid. */
    public boolean isStatic() {
        return annotations().getOrDefault("kubernetes.io/config.hash", "").equals(uid());
    }

    /** Whether it only shows a static pod in the API. */
    public boolean isMirror() {
        return annotations().containsKey("kubernetes.io/config.mirror");
    }

    /** Of the static pod that this one shows. */
    public String mirroredUid() {
        return annotations().getOrDefault("kubernetes.io/config.mirror", "");
    }

    public long priority() {
        return spec().path("priority").asLong();
    }

    /** Whether the node itself depends on it. */
    public boolean isCritical() {
        return isStatic() || priority() >= SYSTEM_CRITICAL;
    }

    /** Whether a taint of that key, without a value, does not keep it from a node. */
    public boolean tolerates(String key, String effect) {
        for (JsonNode toleration : spec().path("tolerations")) {
            String its = toleration.path("key").asText("");
            boolean exists = toleration.path("operator").asText("").equals("Exists");
            boolean sameKey = its.isEmpty() ? exists : its.equals(key);
            boolean sameEffect =
                    List.of("", effect).contains(toleration.path("effect").asText(""));
            boolean sameValue = exists || toleration.path("value").asText("").isEmpty();
            if (sameKey && sameEffect && sameValue) {
                return true;
            }
        }
        return false;
    }

    public Optional<Long> activeDeadlineSeconds() {
        JsonNode value = spec().path("activeDeadlineSeconds");
        return value.isNumber() ? Optional.of(value.asLong()) : Optional.empty();
    }

    public Optional<Instant> startTime() {
        return Times.parse(status().path("startTime"));
    }

    public RestartPolicy restartPolicy() {
        return RestartPolicy.of(spec().path("restartPolicy").asText());
    }

    /** Whether the control plane holds the pod for ended; it never runs again. */
    public boolean ended() {
        String phase = status().path("phase").asText();
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    public List<Container> initContainers() {
        List<Container> result = new ArrayList<>();
        for (JsonNode container : spec().path("initContainers")) {
            boolean sidecar = container.path("restartPolicy").asText().equals("Always");
            result.add(new Container(container, sidecar ? Container.Kind.SIDECAR : Container.Kind.INIT));
        }
        return result;
    }

    public List<Container> containers() {
        return Json.list(spec().path("containers")).stream()
                .map(container -> new Container(container, Container.Kind.REGULAR))
                .toList();
    }

    /** Containers that were added to the running pod; they are no part of what the pod is for. */
    public List<Container> ephemeralContainers() {
        return Json.list(spec().path("ephemeralContainers")).stream()
                .map(container -> new Container(container, Container.Kind.EPHEMERAL))
                .toList();
    }

    /** Init containers and containers. */
    public List<Container> allContainers() {
        List<Container> result = initContainers();
        result.addAll(containers());
        return result;
    }

    /** The container of that name, of whatever kind. */
    public Optional<Container> container(String name) {
        return Stream.concat(allContainers().stream(), ephemeralContainers().stream())
                .filter(container -> container.name().equals(name))
                .findFirst();
    }

    /** The images of the volumes that a container mounts. */
    public List<Container> imageVolumes(Container container) {
        Set<String> mounted = container.volumeMounts().stream()
                .map(mount -> mount.path("name").asText())
                .collect(Collectors.toSet());
        return volumes().stream()
                .filter(volume -> volume.has("image"))
                .filter(volume -> mounted.contains(volume.path("name").asText()))
                .map(volume -> new Container(
                        Json.object()
                                .put("name", volume.path("name").asText())
                                .put(
                                        "image",
                                        volume.path("image").path("reference").asText())
                                .put(
                                        "imagePullPolicy",
                                        volume.path("image").path("pullPolicy").asText("")),
                        Container.Kind.IMAGE_VOLUME))
                .toList();
    }

    public List<JsonNode> volumes() {
        return Json.list(spec().path("volumes"));
    }

    public boolean hostNetwork() {
        return spec().path("hostNetwork").asBoolean();
    }

    public boolean hostPid() {
        return spec().path("hostPID").asBoolean();
    }

    public boolean hostIpc() {
        return spec().path("hostIPC").asBoolean();
    }

    public boolean sharesProcessNamespace() {
        return spec().path("shareProcessNamespace").asBoolean();
    }

    /** A limit or request of the pod as a whole; absent when not set. */
    public Optional<Quantity> resource(String limitsOrRequests, String resource) {
        return Quantity.in(spec().path("resources").path(limitsOrRequests), resource);
    }

    public JsonNode securityContext() {
        return spec().path("securityContext");
    }

    /** The pod's host name, at most 63 characters long and without a trailing dash or dot. */
    public String hostname() {
        String hostname = Json.text(spec(), "hostnameOverride", Json.text(spec(), "hostname", name()));
        if (hostname.length() <= MAX_HOSTNAME) {
            return hostname;
        }
        return hostname.substring(0, MAX_HOSTNAME).replaceAll("[-.]+$", "");
    }

    /** The domain below which the pod's host name lies; empty without a subdomain. */
    public String domain(String clusterDomain) {
        String subdomain = spec().path("subdomain").asText("");
        if (subdomain.isEmpty() || spec().hasNonNull("hostnameOverride")) {
            return "";
        }
        return subdomain + "." + namespace() + ".svc." + clusterDomain;
    }

    /** Its class of service: fixed at creation, whatever becomes of its resources. */
    public QosClass qosClass() {
        String known = status().path("qosClass").asText("");
        return Arrays.stream(QosClass.values())
                .filter(candidate -> candidate.title().equals(known))
                .findFirst()
                .orElseGet(() -> QosClass.of(this));
    }
}
