package io.gantry.server.spdy;

import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;

/** A pod on node n1. */
final class TestPod {

    static final ApiObject POD = ApiObject.of(
            new ObjectKey(new GroupResource("", "pods"), "default", "web"), 1, ApiObject.document(Json.read("""
                    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"default","uid":"u1"},
                     "spec":{"nodeName":"n1"}}""")));

    private TestPod() {}
}
