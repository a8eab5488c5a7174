package io.gantry.openapi;

import java.util.List;

/**
 * One thing that a client can do with a path.
 *
 * @param method in lower case, for example {@code patch}
 * @param id unique among all operations, for example {@code patchAppsV1NamespacedDeployment}
 * @param action what {@code x-kubernetes-action} says, empty for what is about no object
 * @param kind counts when there is an action
 * @param bodies media types of the body
 * @param request definition of the body, empty for none
 * @param response definition of the answer, or {@link #UNTYPED}
 * @param answers media types of the answer
 */
record ApiOperation(
        String method,
        String id,
        String description,
        String action,
        GroupVersionKind kind,
        List<Parameter> parameters,
        List<String> bodies,
        String request,
        String response,
        List<String> answers) {

    /** The answer is text. */
    static final String TEXT = "text/plain";

    /** The answer is whatever the other side sends. */
    static final String ANYTHING = "*/*";

    /** The answer is no object. */
    static final String UNTYPED = "";

    static final String PATCH_BODY = "io.k8s.apimachinery.pkg.apis.meta.v1.Patch";
    static final String DELETE_OPTIONS = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions";
    static final String WATCH_EVENT = "io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent";
    static final String STATUS = "io.k8s.apimachinery.pkg.apis.meta.v1.Status";

    private static final List<String> ANY_BODY = List.of("*/*");

    /** Patches of a built-in kind. Clients look here whether they may send a strategic merge patch. */
    static final List<String> PATCHES = List.of(
            "application/json-patch+json",
            "application/merge-patch+json",
            "application/strategic-merge-patch+json",
            "application/apply-patch+yaml");

    /** Patches of a custom resource, whose lists have no merge rules but those of apply. */
    static final List<String> CUSTOM_RESOURCE_PATCHES =
            List.of("application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml");

    /** An operation with a body in any form that the server reads, or none, and an object as answer. */
    ApiOperation(
            String method,
            String id,
            String description,
            String action,
            GroupVersionKind kind,
            List<Parameter> parameters,
            String request,
            String response) {
        this(method, id, description, action, kind, parameters, ANY_BODY, request, response, MediaTypes.TREES);
    }

    /** An operation that is about the server itself. */
    static ApiOperation ofServer(String id, String description, String response) {
        return new ApiOperation("get", id, description, "", GroupVersionKind.NONE, List.of(), "", response);
    }

    ApiOperation taking(List<String> mediaTypes) {
        return new ApiOperation(
                method, id, description, action, kind, parameters, mediaTypes, request, response, answers);
    }

    ApiOperation with(List<Parameter> others) {
        return new ApiOperation(method, id, description, action, kind, others, bodies, request, response, answers);
    }

    ApiOperation answering(List<String> mediaTypes) {
        return new ApiOperation(
                method, id, description, action, kind, parameters, bodies, request, response, mediaTypes);
    }

    boolean isTyped() {
        return !response.equals(UNTYPED);
    }

    boolean isAboutObjects() {
        return !action.isEmpty();
    }

    /** Whether the answer may say that the request will be carried out later. */
    boolean mayBeAccepted() {
        return action.equals("post") || action.equals("delete");
    }

    boolean creates() {
        return action.equals("post") || action.equals("put") || action.equals("patch");
    }
}
