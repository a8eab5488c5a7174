package io.gantry.resource.validation;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where a container sees volumes. */
final class MountRules {

    private static final List<String> PROPAGATIONS = List.of("Bidirectional", "HostToContainer", "None");
    private static final List<String> RECURSIVE = List.of("Disabled", "Enabled", "IfPossible");

    private MountRules() {}

    static void check(Field container, Map<String, Field> volumes) {
        mounts(container, volumes);
        devices(container, volumes);
    }

    private static void mounts(Field container, Map<String, Field> volumes) {
        Set<String> paths = new HashSet<>();
        Set<String> deviceNames = new HashSet<>();
        Set<String> devicePaths = new HashSet<>();
        container.items("volumeDevices").forEach(device -> {
            deviceNames.add(device.at("name").text());
            devicePaths.add(device.at("devicePath").text());
        });
        for (Field mount : container.items("volumeMounts")) {
            Field name = mount.at("name");
            Field path = mount.at("mountPath");
            name.requireFilled();
            if (!volumes.containsKey(name.text())) {
                name.notFound();
            }
            path.requireFilled();
            if (!paths.add(path.text())) {
                path.invalid("must be unique");
            }
            if (deviceNames.contains(name.text())) {
                name.invalid("must not already exist in volumeDevices");
            }
            if (devicePaths.contains(path.text())) {
                path.invalid("must not already exist as a path in volumeDevices");
            }
            details(container, mount);
        }
    }

    private static void details(Field container, Field mount) {
        // upstream reports these three without the index of the mount
        String list = container.at("volumeMounts").path();
        Field subPath = mount.at("subPath");
        Field expression = mount.at("subPathExpr");
        if (!subPath.isEmpty()) {
            FormatRules.descendingPath(subPath.reportedAs(list + ".subPath"));
        }
        if (!expression.isEmpty()) {
            if (!subPath.isEmpty()) {
                expression.invalid("subPathExpr and subPath are mutually exclusive");
            }
            FormatRules.descendingPath(expression.reportedAs(list + ".subPathExpr"));
        }
        propagation(container, mount.at("mountPropagation").reportedAs(list + ".mountPropagation"));
        recursiveReadOnly(mount, mount.at("recursiveReadOnly").reportedAs(list + ".recursiveReadOnly"));
    }

    private static void propagation(Field container, Field propagation) {
        propagation.supportOnly(PROPAGATIONS);
        boolean privileged = container.at("securityContext").at("privileged").isTrue();
        if (propagation.is("Bidirectional") && !privileged) {
            propagation.forbidden("Bidirectional mount propagation is available only to privileged containers");
        }
    }

    private static void recursiveReadOnly(Field mount, Field recursive) {
        recursive.supportOnly(RECURSIVE);
        if (!recursive.is("Enabled") && !recursive.is("IfPossible")) {
            return;
        }
        if (!mount.at("readOnly").isTrue()) {
            recursive.forbidden("may only be specified when readOnly is true");
        }
        Field propagation = mount.at("mountPropagation");
        if (propagation.isSet() && !propagation.is("None")) {
            recursive.forbidden("may only be specified when mountPropagation is None or not specified");
        }
    }

    private static void devices(Field container, Map<String, Field> volumes) {
        Set<String> names = new HashSet<>();
        Set<String> paths = new HashSet<>();
        for (Field device : container.items("volumeDevices")) {
            Field name = device.at("name");
            Field path = device.at("devicePath");
            name.requireFilled();
            if (!names.add(name.text())) {
                name.invalid("must be unique");
            }
            Field volume = volumes.get(name.text());
            if (volume == null) {
                name.notFound();
            } else if (!volume.at("persistentVolumeClaim").isSet()
                    && !volume.at("ephemeral").isSet()) {
                name.invalid("can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
            }
            path.requireFilled();
            if (!paths.add(path.text())) {
                path.invalid("must be unique");
            }
            if (List.of(path.text().split("/", -1)).contains("..")) {
                path.invalid("can not contain backsteps ('..')");
            }
        }
    }
}
