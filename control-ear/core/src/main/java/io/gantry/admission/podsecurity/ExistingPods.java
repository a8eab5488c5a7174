package io.gantry.admission.podsecurity;

import io.gantry.object.ApiObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The pods that a namespace has when more is asked of it: they stay, but whoever asks is told which would be refused. */
final class ExistingPods {

    /** One pod of each controller is looked at first, and no more than this in all. */
    private static final int MAX_CHECKED = 3000;

    private ExistingPods() {}

    static List<String> warnings(String namespace, Standard enforce, List<ApiObject> pods) {
        Map<String, List<String>> offenders = new TreeMap<>();
        List<ApiObject> checked = ordered(pods).stream().limit(MAX_CHECKED).toList();
        for (ApiObject pod : checked) {
            List<Violation> violations = Checks.violations(enforce, new CheckedPod(pod.metadata(), pod.spec()));
            if (!violations.isEmpty()) {
                offenders
                        .computeIfAbsent(Violation.reasons(violations), reason -> new ArrayList<>())
                        .add(pod.name());
            }
        }
        List<String> warnings = new ArrayList<>();
        if (checked.size() < pods.size()) {
            warnings.add("new PodSecurity enforce level only checked against the first " + checked.size() + " of "
                    + pods.size() + " existing pods");
        }
        if (!offenders.isEmpty()) {
            warnings.add("existing pods in namespace \"" + namespace + "\" violate the new PodSecurity enforce level \""
                    + enforce + "\"");
        }
        offenders.entrySet().stream()
                .map(entry -> named(entry.getValue()) + ": " + entry.getKey())
                .sorted()
                .forEach(warnings::add);
        return warnings;
    }

    private static List<ApiObject> ordered(List<ApiObject> pods) {
        Set<String> controllers = new HashSet<>();
        List<ApiObject> first = new ArrayList<>();
        List<ApiObject> others = new ArrayList<>();
        for (ApiObject pod : pods) {
            boolean isFirst = pod.controllerUid().isEmpty() || controllers.add(pod.controllerUid());
            (isFirst ? first : others).add(pod);
        }
        first.addAll(others);
        return first;
    }

    private static String named(List<String> pods) {
        String first = pods.stream().min(String::compareTo).orElseThrow();
        return switch (pods.size()) {
            case 1 -> first;
            case 2 -> first + " (and 1 other pod)";
            default -> first + " (and " + (pods.size() - 1) + " other pods)";
        };
    }
}
