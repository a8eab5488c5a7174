package io.gantry.resource.table;

import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;
import java.time.Duration;
import java.util.Set;
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

    private CertificateColumns() {}

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
