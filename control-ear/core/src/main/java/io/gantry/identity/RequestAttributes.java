package io.gantry.identity;

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
        String path) {

    public static RequestAttributes nonResource(String verb, String path) {
        return new RequestAttributes(verb, false, "", "", "", "", "", "", path);
    }

    public RequestAttributes withVerb(String other) {
        return new RequestAttributes(
                other, resourceRequest, group, version, resource, subresource, namespace, name, path);
    }
}
