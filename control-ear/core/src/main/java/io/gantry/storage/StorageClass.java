package io.gantry.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is asked of a storage class. */
public record StorageClass(ApiObject object) {

    /** The provisioner of classes whose volumes are all made by people. */
    public static final String NO_PROVISIONER = "kubernetes.io/no-provisioner";

    private static final List<String> DEFAULT_MARKS =
            List.of("storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class");

    public static Optional<StorageClass> named(String name, ClusterView view) {
        return name.isEmpty()
                ? Optional.empty()
                : view.get(ObjectKey.cluster(StorageNames.CLASSES, name)).map(StorageClass::new);
    }

    /** The class of claims that name none; of several the newest. */
    public static Optional<StorageClass> ofDefault(ClusterView view) {
        return view.list(StorageNames.CLASSES).stream()
                .filter(StorageClass::isDefault)
                .min(Comparator.comparing(ApiObject::creationTime).reversed().thenComparing(ApiObject::name))
                .map(StorageClass::new);
    }

    /** Whether a claim is bound only when a pod that uses it is scheduled; a class that is not there delays nothing. */
    public static boolean delaysBinding(PersistentVolumeClaim claim, ClusterView view) {
        return named(claim.className(), view)
                .filter(StorageClass::waitsForConsumer)
                .isPresent();
    }

    public String name() {
        return object.name();
    }

    public String provisioner() {
        return Nodes.text(object.json(), "provisioner");
    }

    public String reclaimPolicy() {
        return Nodes.text(object.json(), "reclaimPolicy");
    }

    public List<String> mountOptions() {
        return Nodes.texts(object.json(), "mountOptions");
    }

    public boolean waitsForConsumer() {
        return Nodes.text(object.json(), "volumeBindingMode").equals("WaitForFirstConsumer");
    }

    public boolean allowsExpansion() {
        return object.json().path("allowVolumeExpansion").asBoolean();
    }

    /** Whether volumes may be made for nodes with these labels: one of the topologies must hold, if there are any. */
    public boolean allows(Map<String, String> nodeLabels) {
        List<? extends JsonNode> terms = Nodes.objects(object.json(), "allowedTopologies");
        return terms.isEmpty() || terms.stream().anyMatch(term -> matches(term, nodeLabels));
    }

    private static boolean matches(JsonNode term, Map<String, String> labels) {
        List<? extends JsonNode> expressions = Nodes.objects(term, "matchLabelExpressions");
        return !expressions.isEmpty()
                && expressions.stream()
                        .allMatch(expression -> Nodes.texts(expression, "values")
                                .contains(labels.getOrDefault(Nodes.text(expression, "key"), "")));
    }

    private static boolean isDefault(ApiObject storageClass) {
        JsonNode annotations = storageClass.metadata().path("annotations");
        return DEFAULT_MARKS.stream()
                .anyMatch(mark -> Nodes.text(annotations, mark).equals("true"));
    }
}
