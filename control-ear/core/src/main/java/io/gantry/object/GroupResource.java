package io.gantry.object;

/**
 * A resource within its API group: {@code deployments.apps}; the core group is the empty string.
 *
 * @param group API group, empty for the core group
 * @param resource plural name in lower case
 */
public record GroupResource(String group, String resource) implements Comparable<GroupResource> {

    /** Parses {@code deployments.apps} or, for the core group, {@code pods}. */
    public static GroupResource parse(String text) {
        int dot = text.indexOf('.');
        return dot < 0
                ? new GroupResource("", text)
                : new GroupResource(text.substring(dot + 1), text.substring(0, dot));
    }

    @Override
    public int compareTo(GroupResource other) {
        int byGroup = group.compareTo(other.group);
        return byGroup != 0 ? byGroup : resource.compareTo(other.resource);
    }

    @Override
    public String toString() {
        return group.isEmpty() ? resource : resource + "." + group;
    }
}
