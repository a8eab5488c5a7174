package io.gantry.quota;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.cache.CacheEvent;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.resource.defaults.QosClass;
import io.gantry.resource.validation.Amounts;
import io.gantry.schema.Quantity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Counts pods that have not ended, and what they request and are limited to. */
final class PodEvaluator implements Evaluator {

    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final String COUNT = ObjectCount.name(PODS);
    private static final String REQUESTS = "requests.";
    private static final String LIMITS = "limits.";
    private static final String HUGE_PAGES = "hugepages-";
    private static final String DEVICE_CLASS = "deviceclass.resource.kubernetes.io/";
    private static final Set<String> COMPUTE = Set.of("cpu", "memory", "ephemeral-storage");
    private static final Set<String> FINISHED = Set.of("Succeeded", "Failed");
    private static final Quantity ONE = Quantity.parse("1");

    /** What every container must say when a quota limits it; upstream regrets that, and adds no other. */
    private static final Set<String> DEMANDED =
            Set.of("cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory");

    @Override
    public GroupResource resource() {
        return PODS;
    }

    @Override
    public boolean concerns(AdmissionRequest request) {
        return switch (request.subresource()) {
            case "" ->
                request.operation() == Operation.CREATE
                        || (request.operation() == Operation.UPDATE
                                && request.old()
                                        .filter(old -> isTerminating(old) != isTerminating(request.object()))
                                        .isPresent());
            case "resize" -> request.operation() == Operation.UPDATE;
            default -> false;
        };
    }

    @Override
    public boolean concerns(CacheEvent.Modified event) {
        JsonNode pod = event.object().json();
        JsonNode before = event.previous().json();
        return hasFinished(pod) != hasFinished(before)
                || !pod.path("metadata")
                        .path("generation")
                        .equals(before.path("metadata").path("generation"))
                || !given(pod).equals(given(before));
    }

    /** What nodes have given containers, which counts while a pod is being resized. */
    private static List<JsonNode> given(JsonNode pod) {
        return Nodes.objects(pod.path("status"), "containerStatuses").stream()
                .flatMap(status -> Stream.of(status.path("resources"), status.path("allocatedResources")))
                .toList();
    }

    @Override
    public boolean counts(String name) {
        if (name.equals(COUNT) || name.equals("pods")) {
            return true;
        }
        if (name.startsWith(REQUESTS)) {
            String requested = name.substring(REQUESTS.length());
            return COMPUTE.contains(requested)
                    || requested.startsWith(HUGE_PAGES)
                    || requested.startsWith(DEVICE_CLASS)
                    || isForeign(requested);
        }
        return name.startsWith(LIMITS)
                ? COMPUTE.contains(name.substring(LIMITS.length()))
                : COMPUTE.contains(name) || name.startsWith(HUGE_PAGES);
    }

    private static boolean isForeign(String name) {
        return name.indexOf('/') >= 0 && !name.contains("kubernetes.io/");
    }

    @Override
    public boolean isIn(Scope scope, JsonNode pod) {
        JsonNode spec = pod.path("spec");
        return switch (scope.name()) {
            case "Terminating" -> isTerminating(pod);
            case "NotTerminating" -> !isTerminating(pod);
            case "BestEffort" -> isBestEffort(spec);
            case "NotBestEffort" -> !isBestEffort(spec);
            case "PriorityClass" -> {
                String name = Nodes.text(spec, "priorityClassName");
                yield scope.holdsForAny(name.isEmpty() ? List.of() : List.of(name));
            }
            case "CrossNamespacePodAffinity" -> reachesOtherNamespaces(spec.path("affinity"));
            default -> false;
        };
    }

    private static boolean isTerminating(JsonNode pod) {
        JsonNode deadline = pod.path("spec").path("activeDeadlineSeconds");
        return deadline.isNumber() && deadline.asLong() >= 0;
    }

    private static boolean isBestEffort(JsonNode spec) {
        return QosClass.of(spec).equals("BestEffort");
    }

    private static boolean reachesOtherNamespaces(JsonNode affinity) {
        return Stream.of("podAffinity", "podAntiAffinity")
                .map(affinity::path)
                .flatMap(each -> Stream.concat(
                        Nodes.objects(each, "requiredDuringSchedulingIgnoredDuringExecution").stream(),
                        Nodes.objects(each, "preferredDuringSchedulingIgnoredDuringExecution").stream()
                                .map(term -> term.path("podAffinityTerm"))))
                .anyMatch(term -> !term.path("namespaces").isEmpty() || Nodes.has(term, "namespaceSelector"));
    }

    @Override
    public Optional<String> missing(Set<String> limited, JsonNode pod) {
        JsonNode spec = pod.path("spec");
        Set<String> demanded = new TreeSet<>(limited);
        demanded.retainAll(DEMANDED);
        if (demanded.isEmpty() || saysForAll(spec.path("resources"))) {
            return Optional.empty();
        }
        Map<String, Set<String>> containers = new TreeMap<>();
        for (String list : List.of("containers", "initContainers")) {
            for (ObjectNode container : Nodes.objects(spec, list)) {
                Set<String> said = said(container.path("resources"));
                demanded.stream()
                        .filter(name -> !said.contains(name))
                        .forEach(name -> containers
                                .computeIfAbsent(name, n -> new TreeSet<>())
                                .add(Nodes.text(container, "name")));
            }
        }
        List<String> messages = new ArrayList<>();
        containers.forEach((name, lacking) -> messages.add(name + " for: " + String.join(",", lacking)));
        return messages.isEmpty() ? Optional.empty() : Optional.of("must specify " + String.join("; ", messages));
    }

    private static boolean saysForAll(JsonNode resources) {
        return Stream.of("requests", "limits")
                .flatMap(list -> Amounts.list(resources.path(list)).keySet().stream())
                .anyMatch(name -> name.equals("cpu") || name.equals("memory") || name.startsWith(HUGE_PAGES));
    }

    private static Set<String> said(JsonNode resources) {
        return compute(Amounts.list(resources.path("requests")), Amounts.list(resources.path("limits")))
                .keySet();
    }

    @Override
    public Usage usage(JsonNode pod, Instant now) {
        Map<String, Quantity> amounts = new TreeMap<>(Map.of(COUNT, ONE));
        if (isCharged(pod, now)) {
            amounts.put("pods", ONE);
            amounts.putAll(compute(PodAmounts.requests(pod), PodAmounts.limits(pod)));
        }
        return new Usage(amounts);
    }

    /** A pod that has ended costs nothing, nor one that should be gone by now, for example since its node is lost. */
    private static boolean isCharged(JsonNode pod, Instant now) {
        if (hasFinished(pod)) {
            return false;
        }
        JsonNode metadata = pod.path("metadata");
        if (!Nodes.has(metadata, "deletionTimestamp") || !Nodes.has(metadata, "deletionGracePeriodSeconds")) {
            return true;
        }
        Instant end = Instant.parse(Nodes.text(metadata, "deletionTimestamp"));
        return !now.isAfter(
                end.plusSeconds(metadata.path("deletionGracePeriodSeconds").asLong()));
    }

    private static boolean hasFinished(JsonNode pod) {
        return FINISHED.contains(Nodes.text(pod.path("status"), "phase"));
    }

    private static Map<String, Quantity> compute(Map<String, Quantity> requests, Map<String, Quantity> limits) {
        Map<String, Quantity> result = new TreeMap<>();
        requests.forEach((name, amount) -> {
            if (COMPUTE.contains(name) || name.startsWith(HUGE_PAGES)) {
                result.put(name, amount);
                result.put(REQUESTS + name, amount);
            } else if (isForeign(name) || name.startsWith(DEVICE_CLASS)) {
                result.put(REQUESTS + name, amount);
            }
        });
        limits.forEach((name, amount) -> {
            if (COMPUTE.contains(name)) {
                result.put(LIMITS + name, amount);
            }
        });
        return result;
    }
}
