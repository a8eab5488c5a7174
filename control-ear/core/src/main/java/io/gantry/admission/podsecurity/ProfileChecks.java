package io.gantry.admission.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;
import io.gantry.status.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** AppArmor and SELinux. */
final class ProfileChecks {

    private static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";
    private static final Set<String> APP_ARMOR_TYPES = Set.of("RuntimeDefault", "Localhost");
    private static final Set<String> SE_LINUX_TYPES = Set.of("", "container_t", "container_init_t", "container_kvm_t");
    private static final String ENGINE_TYPE = "container_engine_t";
    private static final int KNOWS_ENGINE_TYPE = 31;

    private ProfileChecks() {}

    static Optional<Violation> appArmor(CheckedPod pod, PolicyVersion version) {
        Set<String> types = new TreeSet<>();
        Predicate<JsonNode> isBad = context -> {
            String type = Nodes.text(context.path("appArmorProfile"), "type");
            boolean bad = Nodes.has(context, "appArmorProfile") && !APP_ARMOR_TYPES.contains(type);
            if (bad) {
                types.add(type);
            }
            return bad;
        };
        boolean podIsBad = isBad.test(pod.securityContext());
        List<String> setters = new ArrayList<>();
        CheckedPod.setters(podIsBad, pod.containersWith(isBad)).ifPresent(setters::add);
        List<String> annotations = pod.annotations().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(APP_ARMOR) && !isAllowed(entry.getValue()))
                .map(entry -> entry.getKey() + "=" + Quoted.of(entry.getValue()))
                .sorted()
                .toList();
        List<String> bad = new ArrayList<>(types);
        if (!annotations.isEmpty()) {
            bad.addAll(annotations);
            setters.add(CheckedPod.plural("annotation", annotations));
        }
        return setters.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        CheckedPod.plural("forbidden AppArmor profile", bad),
                        String.join(" and ", setters) + " must not set AppArmor profile type to "
                                + CheckedPod.quoted(bad)));
    }

    private static boolean isAllowed(String annotation) {
        return annotation.isEmpty() || annotation.equals("runtime/default") || annotation.startsWith("localhost/");
    }

    static Optional<Violation> seLinux(CheckedPod pod, PolicyVersion version) {
        SeLinux found = new SeLinux(version);
        boolean podIsBad = found.isBad(pod.securityContext());
        return CheckedPod.setters(podIsBad, pod.containersWith(found::isBad))
                .map(setters -> new Violation(
                        "seLinuxOptions",
                        setters + " set forbidden securityContext.seLinuxOptions: "
                                + String.join("; ", found.findings())));
    }

    /** Collects what is wrong with options. */
    private static final class SeLinux {
        private final PolicyVersion version;
        private final Set<String> types = new TreeSet<>();
        private boolean user;
        private boolean role;

        SeLinux(PolicyVersion version) {
            this.version = version;
        }

        boolean isBad(JsonNode context) {
            JsonNode options = context.path("seLinuxOptions");
            String type = Nodes.text(options, "type");
            boolean engine = type.equals(ENGINE_TYPE) && version.isAtLeast(KNOWS_ENGINE_TYPE);
            boolean badType = !SE_LINUX_TYPES.contains(type) && !engine;
            boolean hasUser = !Nodes.text(options, "user").isEmpty();
            boolean hasRole = !Nodes.text(options, "role").isEmpty();
            if (badType) {
                types.add(type);
            }
            user |= hasUser;
            role |= hasRole;
            return badType || hasUser || hasRole;
        }

        List<String> findings() {
            List<String> findings = new ArrayList<>();
            if (!types.isEmpty()) {
                findings.add(CheckedPod.named("type", types));
            }
            if (user) {
                findings.add("user may not be set");
            }
            if (role) {
                findings.add("role may not be set");
            }
            return findings;
        }
    }
}
