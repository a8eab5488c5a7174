package io.gantry.resource.validation;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who a pod and its containers are to the operating system. */
final class SecurityContextRules {

    private static final List<String> PROFILE_TYPES = List.of("Localhost", "RuntimeDefault", "Unconfined");
    private static final String SYSCTL_SEGMENT = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
    private static final String SYSCTL = "(" + SYSCTL_SEGMENT + "[\\./])*" + SYSCTL_SEGMENT;
    private static final int SYSCTL_LENGTH = 253;
    private static final int PROFILE_LENGTH = 4095;

    private SecurityContextRules() {}

    static void pod(Field spec) {
        Field context = spec.at("securityContext");
        for (String id : List.of("fsGroup", "runAsUser", "runAsGroup")) {
            id(context.at(id));
        }
        context.items("supplementalGroups").forEach(SecurityContextRules::id);
        if (spec.at("shareProcessNamespace").isTrue() && spec.at("hostPID").isTrue()) {
            spec.at("shareProcessNamespace")
                    .reportedAs(context.path() + ".shareProcessNamespace")
                    .invalid("ShareProcessNamespace and HostPID cannot both be enabled");
        }
        sysctls(spec, context.at("sysctls"));
        context.at("fsGroupChangePolicy").supportOnly(List.of("Always", "OnRootMismatch"));
        context.at("supplementalGroupsPolicy").supportOnly(List.of("Merge", "Strict"));
        context.at("seLinuxChangePolicy").supportOnly(List.of("MountOption", "Recursive"));
        seccomp(context.at("seccompProfile"));
        appArmor(context.at("appArmorProfile"));
    }

    static void container(Field context, boolean hostUsers) {
        id(context.at("runAsUser"));
        id(context.at("runAsGroup"));
        Field procMount = context.at("procMount");
        procMount.supportOnly(List.of("Default", "Unmasked"));
        if (hostUsers && procMount.is("Unmasked")) {
            procMount.invalid("`hostUsers` must be false to use `Unmasked`");
        }
        seccomp(context.at("seccompProfile"));
        escalation(context);
        appArmor(context.at("appArmorProfile"));
    }

    private static void escalation(Field context) {
        Field escalation = context.at("allowPrivilegeEscalation");
        if (!escalation.isSet() || escalation.isTrue()) {
            return;
        }
        if (context.at("privileged").isTrue()) {
            context.invalid("cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
        }
        if (context.at("capabilities").at("add").texts().contains("CAP_SYS_ADMIN")) {
            context.invalid("cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
        }
    }

    private static void id(Field id) {
        if (id.isSet()) {
            id.invalid(FormatRules.userId(id.number()));
        }
    }

    private static void sysctls(Field spec, Field sysctls) {
        Set<String> names = new HashSet<>();
        for (Field sysctl : sysctls.items()) {
            Field name = sysctl.at("name");
            if (name.requireFilled()) {
                if (name.text().length() > SYSCTL_LENGTH || !isSysctl(name.text())) {
                    name.invalid("must have at most " + SYSCTL_LENGTH + " characters and match regex ^" + SYSCTL + "$");
                } else if (!names.add(name.text())) {
                    name.duplicate();
                }
            }
            if (spec.at("hostNetwork").isTrue() && isOf(name.text(), "net")) {
                name.invalid("may not be specified when 'hostNetwork' is true");
            }
            if (spec.at("hostIPC").isTrue() && (isOf(name.text(), "kernel.shm") || isOf(name.text(), "fs.mqueue"))) {
                name.invalid("may not be specified when 'hostIPC' is true");
            }
        }
    }

    private static boolean isOf(String sysctl, String prefix) {
        return sysctl.replace('/', '.').startsWith(prefix);
    }

    private static boolean isSysctl(String name) {
        for (String segment : name.split("[./]", -1)) {
            if (!segment.matches("[a-z0-9][-_a-z0-9]*") || segment.endsWith("-") || segment.endsWith("_")) {
                return false;
            }
        }
        return true;
    }

    private static void seccomp(Field profile) {
        if (!profile.isSet()) {
            return;
        }
        Field type = profile.at("type");
        if (type.isEmpty()) {
            type.required("type is required when seccompProfile is set");
        } else {
            type.supportOnly(PROFILE_TYPES);
        }
        Field local = profile.at("localhostProfile");
        if (!type.is("Localhost")) {
            if (local.isSet()) {
                local.invalid(profile.value(), "can only be set when seccomp type is Localhost");
            }
        } else if (local.isSet()) {
            FormatRules.descendingPath(local);
        } else {
            local.required("must be set when seccomp type is Localhost");
        }
    }

    static void appArmor(Field profile) {
        if (!profile.isSet()) {
            return;
        }
        Field type = profile.at("type");
        if (type.isEmpty()) {
            type.required("type is required when appArmorProfile is set");
            return;
        }
        type.supportOnly(PROFILE_TYPES);
        Field local = profile.at("localhostProfile");
        if (!type.is("Localhost")) {
            if (local.isSet()) {
                local.invalid("can only be set when AppArmor type is Localhost");
            }
        } else if (local.isEmpty()) {
            local.required("must be set when AppArmor type is Localhost");
        } else if (!local.text().strip().equals(local.text())) {
            local.invalid("must not be padded with whitespace");
        } else if (local.text().getBytes(StandardCharsets.UTF_8).length > PROFILE_LENGTH) {
            local.errors().tooLong(local.path(), PROFILE_LENGTH);
        }
    }
}
