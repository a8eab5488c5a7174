package io.gantry.openapi;

import io.gantry.resource.ResourceDefinition;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A version of an API group, and the names that OpenAPI derives from it. */
record GroupVersion(String group, String version) {

    private static final String SUFFIX = ".k8s.io";

    static GroupVersion of(ResourceDefinition definition) {
        return new GroupVersion(definition.group(), definition.version());
    }

    /** {@code api/v1} or {@code apis/apps/v1}. */
    String path() {
        return group.isEmpty() ? "api/" + version : "apis/" + group + "/" + version;
    }

    /** {@code core_v1}, {@code rbacAuthorization_v1}. */
    String tag() {
        return groupTag() + "_" + version;
    }

    /** {@code core}, {@code rbacAuthorization}. */
    String groupTag() {
        String name = groupName();
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** {@code CoreV1}, {@code RbacAuthorizationV1}. */
    String idPart() {
        return groupName() + capitalized(version);
    }

    /** {@code Core}, {@code RbacAuthorization}. */
    String groupName() {
        if (group.isEmpty()) {
            return "Core";
        }
        String name = group.endsWith(SUFFIX) ? group.substring(0, group.length() - SUFFIX.length()) : group;
        return Arrays.stream(name.split("[.-]")).map(GroupVersion::capitalized).collect(Collectors.joining());
    }

    /** The package of its definitions: {@code io.k8s.api.apps.v1}. */
    String definitions() {
        String first = group.isEmpty() ? "core" : group.split("\\.", 2)[0];
        return "io.k8s.api." + first + "." + version;
    }

    static String capitalized(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
