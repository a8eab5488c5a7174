package io.gantry.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;

/** What {@code x-kubernetes-group-version-kind} says. */
record GroupVersionKind(String group, String version, String kind) {

    static final String EXTENSION = "x-kubernetes-group-version-kind";

    /** Of what is no kind. */
    static final GroupVersionKind NONE = new GroupVersionKind("", "", "");

    ObjectNode json() {
        return Json.object().put("group", group).put("kind", kind).put("version", version);
    }
}
