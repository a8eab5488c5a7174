package io.gantry.object;

/**
 * Names one object of the cluster.
 *
 * @param resource the stored resource
 * @param namespace the namespace, empty for a cluster-scoped object
 * @param name the object's name
 */
public record ObjectKey(GroupResource resource, String namespace, String name) implements Comparable<ObjectKey> {

    /** The name that stands for the core group in a stored path, since a path segment cannot be empty. */
    private static final String CORE = "core";

    /** The key of a cluster-scoped object. */
    public static ObjectKey cluster(GroupResource resource, String name) {
        return new ObjectKey(resource, "", name);
    }

    /** Reads what {@link #path()} wrote. */
    public static ObjectKey parse(String path) {
        String[] parts = path.split("/", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("not an object path: " + path);
        }
        // a few texts that hundreds of thousands of keys share
        String group = parts[0].equals(CORE) ? "" : parts[0].intern();
        return new ObjectKey(new GroupResource(group, parts[1].intern()), parts[2].intern(), parts[3]);
    }

    /**
     * The key as the store orders it: {@code GROUP/RESOURCE/NAMESPACE/NAME}, for example {@code apps/deployments/default/web};
     * the group of core resources reads {@code core}, the namespace of cluster-scoped objects is empty.
     */
    public String path() {
        return prefix(resource) + namespace + "/" + name;
    }

    /** What the paths of all objects of a resource begin with. */
    public static String prefix(GroupResource resource) {
        return (resource.group().isEmpty() ? CORE : resource.group()) + "/" + resource.resource() + "/";
    }

    /** What the paths of all objects of a resource in one namespace begin with. */
    public static String prefix(GroupResource resource, String namespace) {
        return prefix(resource) + namespace + "/";
    }

    @Override
    public int compareTo(ObjectKey other) {
        int byResource = resource.compareTo(other.resource);
        if (byResource != 0) {
            return byResource;
        }
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return resource + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
    }
}
