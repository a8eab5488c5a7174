package io.gantry.admission.serviceaccount;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The volume {@code kube-api-access-xxxxx}, with which containers reach the API. */
record TokenVolume(ObjectNode spec, UnaryOperator<String> names) {

    private static final String PREFIX = "kube-api-access-";
    private static final String PATH = "/var/run/secrets/kubernetes.io/serviceaccount";
    private static final int MODE = 0644;

    /** An hour and seven seconds: by it the token issuer knows tokens that were not asked for. */
    private static final long EXPIRATION_SECONDS = 3607;

    /** Mounts it into every container that has nothing there yet. */
    void mount() {
        Optional<String> present = Nodes.objects(spec, "volumes").stream()
                .map(volume -> Nodes.text(volume, "name"))
                .filter(name -> name.startsWith(PREFIX))
                .findFirst();
        String name = present.orElseGet(() -> names.apply(PREFIX));
        List<ObjectNode> containers = new ArrayList<>(Nodes.objects(spec, "initContainers"));
        containers.addAll(Nodes.objects(spec, "containers"));
        boolean needed = false;
        for (ObjectNode container : containers) {
            if (Nodes.objects(container, "volumeMounts").stream()
                    .noneMatch(mount -> Nodes.text(mount, "mountPath").equals(PATH))) {
                array(container, "volumeMounts")
                        .addObject()
                        .put("name", name)
                        .put("readOnly", true)
                        .put("mountPath", PATH);
                needed = true;
            }
        }
        if (needed && present.isEmpty()) {
            addVolume(name);
        }
    }

    private void addVolume(String name) {
        ObjectNode projected =
                array(spec, "volumes").addObject().put("name", name).putObject("projected");
        projected.put("defaultMode", MODE);
        ArrayNode sources = projected.putArray("sources");
        sources.addObject()
                .putObject("serviceAccountToken")
                .put("expirationSeconds", EXPIRATION_SECONDS)
                .put("path", "token");
        ObjectNode certificate = sources.addObject().putObject("configMap").put("name", "kube-root-ca.crt");
        certificate.putArray("items").addObject().put("key", "ca.crt").put("path", "ca.crt");
        sources.addObject()
                .putObject("downwardAPI")
                .putArray("items")
                .addObject()
                .put("path", "namespace")
                .putObject("fieldRef")
                .put("apiVersion", "v1")
                .put("fieldPath", "metadata.namespace");
    }

    private static ArrayNode array(ObjectNode parent, String field) {
        return parent.get(field) instanceof ArrayNode array ? array : parent.putArray(field);
    }
}
