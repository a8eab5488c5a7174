package io.gantry.api;

import io.gantry.object.GroupResource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the path of a resource request names (apiserver's RequestInfo).
 *
 * @param group empty for the core group
 * @param version API version
 * @param namespace empty outside namespaces
 * @param resource plural name
 * @param name empty for collections
 * @param subresource empty for the object itself
 * @param rest what follows the subresource
 * @param watchPath whether the path begins with the old {@code /watch/}
 */
record ResourceTarget(
        String group,
        String version,
        String namespace,
        String resource,
        String name,
        String subresource,
        List<String> rest,
        boolean watchPath) {

    /** Subresources of namespaces; anything else behind a namespace is a resource in it. */
    private static final Set<String> NAMESPACE_SUBRESOURCES = Set.of("status", "finalize");

    /** Reads {@code /api/VERSION/…} and {@code /apis/GROUP/VERSION/…}; empty when the path names no resource. */
    static Optional<ResourceTarget> of(CanonicalPath path) {
        List<String> parts = path.segments();
        boolean core = path.startsWith("api");
        int used = core ? 2 : 3;
        int proxied = ProxiedPath.length(parts);
        List<String> ours = proxied > 0 ? parts.subList(0, proxied) : parts;
        if ((!core && !path.startsWith("apis")) || parts.size() <= used || ours.contains("")) {
            return Optional.empty();
        }
        String group = core ? "" : parts.get(1);
        String version = parts.get(used - 1);
        boolean watchPath = parts.get(used).equals("watch");
        List<String> tail = parts.subList(watchPath ? used + 1 : used, parts.size());
        return tail.isEmpty() ? Optional.empty() : Optional.of(of(group, version, watchPath, tail));
    }

    private static ResourceTarget of(String group, String version, boolean watchPath, List<String> tail) {
        String namespace = "";
        if (tail.getFirst().equals("namespaces") && tail.size() > 1) {
            namespace = tail.get(1);
            if (tail.size() > 2 && !NAMESPACE_SUBRESOURCES.contains(tail.get(2))) {
                tail = tail.subList(2, tail.size());
            }
        }
        return new ResourceTarget(
                group,
                version,
                namespace,
                tail.getFirst(),
                tail.size() > 1 ? tail.get(1) : "",
                tail.size() > 2 ? tail.get(2) : "",
                tail.size() > 3 ? List.copyOf(tail.subList(3, tail.size())) : List.of(),
                watchPath);
    }

    GroupResource groupResource() {
        return new GroupResource(group, resource);
    }

    /** Whether the request is meant for a server behind the API. */
    boolean isProxied() {
        return subresource.equals("proxy");
    }

    boolean isCollection() {
        return name.isEmpty();
    }
}
