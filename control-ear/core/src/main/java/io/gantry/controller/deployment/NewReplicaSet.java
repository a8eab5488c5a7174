package io.gantry.controller.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.model.OwnerReferences;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;

/** The ReplicaSet that stands for a Deployment's present template. */
final class NewReplicaSet {

    private static final int MAX_NAME = 253;

    private NewReplicaSet() {}

    /** Named after the Deployment and the template's hash, which also marks the selector and the pods; of size 0 at first. */
    static ObjectNode of(ApiObject deployment, int collisions) {
        JsonNode spec = deployment.spec();
        String hash = TemplateHash.of(spec.path("template"), collisions);
        ObjectNode template = spec.path("template").deepCopy();
        template.withObject("/metadata/labels").put(TemplateHash.LABEL, hash);
        ObjectNode selector = spec.path("selector").deepCopy();
        selector.withObject("/matchLabels").put(TemplateHash.LABEL, hash);

        ObjectNode replicaSet = Json.object();
        replicaSet.put("kind", "ReplicaSet");
        replicaSet.put("apiVersion", "apps/v1");
        ObjectNode metadata = replicaSet.putObject("metadata");
        metadata.put("name", name(deployment.name(), hash));
        metadata.put("namespace", deployment.namespace());
        metadata.set("labels", template.path("metadata").path("labels").deepCopy());
        OwnerReferences.add(replicaSet, OwnerReferences.controller(deployment));
        ObjectNode created = replicaSet.putObject("spec");
        created.put("replicas", 0);
        if (spec.path("minReadySeconds").asInt(0) > 0) {
            created.set("minReadySeconds", spec.path("minReadySeconds"));
        }
        created.set("selector", selector);
        created.set("template", template);
        return replicaSet;
    }

    private static String name(String deployment, String hash) {
        int room = MAX_NAME - 1 - hash.length();
        return deployment.substring(0, Math.min(deployment.length(), room)) + "-" + hash;
    }
}
