package io.gantry.identity;

import java.util.Map;

/**
 * What a request wants to do, as an authorizer judges it (authorization.k8s.io SubjectAccessReviewSpec).
 *
 * @param verb for example {@code list}; of non-resource requests the HTTP method in lower case
 * @param resourceRequest whether the request is about objects; if not, only {@code verb} and {@code path} count
 * @param group API group, empty for the core group
 * @param version API version
 * @param resource for example {@code pods}
 * @param subresource for example {@code log}, or empty
 * @param namespace empty for all namespaces and for cluster-scoped objects
 * @param name empty for collections
 * @param path the canonical path
 * @param selected the values that a field selector requires of fields
 */
public record RequestAttributes(
        String verb,
        boolean resourceRequest,
        String group,
        String version,
        String resource,
        String subresource,
        String namespace,
        String name,
        String path,
        Map<String, String> selected) {

    public RequestAttributes(
            String verb,
            boolean resourceRequest,
            String group,
            String version,
            String resource,
            String subresource,
            String namespace,
            String name,
            String path) {
        this(verb, resourceRequest, group, version, resource, subresource, namespace, name, path, Map.of());
    }

    public static RequestAttributes nonResource(String verb, String path) {
        return new RequestAttributes(verb, false, "", "", "", "", "", "", path);
    }

    /** About objects of a resource, by whatever path they are reached. */
    public static RequestAttributes resource(
            String verb, String group, String resource, String subresource, String namespace, String name) {
        return new RequestAttributes(verb, true, group, "*", resource, subresource, namespace, name, "");
    }

    public RequestAttributes withVerb(String other) {
        return new RequestAttributes(
                other, resourceRequest, group, version, resource, subresource, namespace, name, path, selected);
    }

    /** The same request for objects with certain values of fields only. */
    public RequestAttributes withSelected(Map<String, String> fields) {
        return new RequestAttributes(
                verb,
                resourceRequest,
                group,
                version,
                resource,
                subresource,
                namespace,
                name,
                path,
                Map.copyOf(fields));
    }

    /** Whether only objects with this value of a field are asked for. */
    public boolean selects(String field, String value) {
        return value.equals(selected.get(field));
    }
}
