package io.gantry.resource.table;

import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Columns of certificate signing requests. */
public final class CertificateColumns {

    public static final TableColumns REQUEST = ColumnList.named()
            .age()
            .text("SignerName", "Who is to sign.", o -> orNone(Nodes.text(o.spec(), "signerName")))
            .text("Requestor", "Who asks.", o -> Nodes.text(o.spec(), "username"))
            .text("RequestedDuration", "How long the certificate should count.", CertificateColumns::duration)
            .text("Condition", "What became of the request.", CertificateColumns::condition)
            .build();

    public static final TableColumns TRUST_BUNDLE = ColumnList.named()
            .text(
                    "SignerName",
                    "Whose certificates the anchors are for.",
                    o -> orNone(Nodes.text(o.spec(), "signerName")))
            .build();

    public static final TableColumns POD_REQUEST = ColumnList.named()
            .text("PodName", "The pod that is to get the certificate.", o -> Nodes.text(o.spec(), "podName"))
            .text("ServiceAccountName", "The pod's account.", o -> Nodes.text(o.spec(), "serviceAccountName"))
            .text("NodeName", "The pod's node.", o -> Nodes.text(o.spec(), "nodeName"))
            .text("SignerName", "Who is to sign.", o -> Nodes.text(o.spec(), "signerName"))
            .text("State", "Pending, Issued, Denied or Failed.", CertificateColumns::state)
            .wide(
                    "UnverifiedUserAnnotations",
                    "What the pod tells the signer.",
                    o -> annotations(ApiObject.strings(o.spec().path("unverifiedUserAnnotations"))))
            .build();

    private CertificateColumns() {}

    private static String state(ApiObject request) {
        return Nodes.objects(request.status(), "conditions").stream()
                .map(condition -> Nodes.text(condition, "type"))
                .filter(List.of("Issued", "Denied", "Failed")::contains)
                .reduce("Pending", (before, after) -> after);
    }

    private static String annotations(Map<String, String> annotations) {
        return annotations.isEmpty()
                ? "<none>"
                : new TreeMap<>(annotations)
                        .entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .collect(Collectors.joining(","));
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "<none>" : text;
    }

    private static String duration(ApiObject request) {
        return Nodes.has(request.spec(), "expirationSeconds")
                ? HumanDuration.of(Duration.ofSeconds(
                        request.spec().path("expirationSeconds").asLong()))
                : "<none>";
    }

    private static String condition(ApiObject request) {
        Set<String> types = Nodes.objects(request.status(), "conditions").stream()
                .map(condition -> Nodes.text(condition, "type"))
                .collect(Collectors.toSet());
        String decision = types.contains("Denied") ? "Denied" : types.contains("Approved") ? "Approved" : "Pending";
        String failed = types.contains("Failed") ? ",Failed" : "";
        return decision + failed + (Nodes.text(request.status(), "certificate").isEmpty() ? "" : ",Issued");
    }
}
