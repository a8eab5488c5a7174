package io.gantry.controller.certificateapproving;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.certificates.TestRequests;
import io.gantry.controller.Change;
import io.gantry.controller.Plan;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.identity.Authorizer;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CertificateApprovingControllerTest {

    private static final ObjectKey KEY =
            ObjectKey.cluster(new GroupResource("certificates.k8s.io", "certificatesigningrequests"), "x");
    private static final String NODE = "O=system:nodes,CN=system:node:n";

    private static Authorizer allowing(String subresource) {
        return (user, request) -> request.subresource().equals(subresource)
                        && request.verb().equals("create")
                        && request.resource().equals("certificatesigningrequests")
                ? new Authorizer.Decision.Allowed("")
                : new Authorizer.Decision.Refused("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nodeclient     | system:bootstrap:abc | kubernetes.io/kube-apiserver-client-kubelet | client auth | {}  | Auto approving kubelet client certificate after SubjectAccessReview.
            selfnodeclient | system:node:n        | kubernetes.io/kube-apiserver-client-kubelet | client auth | {}  | Auto approving self kubelet client certificate after SubjectAccessReview.
            selfnodeclient | system:node:m        | kubernetes.io/kube-apiserver-client-kubelet | client auth | {}  | NONE
            none           | system:node:n        | kubernetes.io/kube-apiserver-client-kubelet | client auth | {}  | NONE
            nodeclient     | system:node:n        | kubernetes.io/kube-apiserver-client         | client auth | {}  | NONE
            nodeclient     | system:node:n        | kubernetes.io/kube-apiserver-client-kubelet | server auth | {}  | NONE
            nodeclient     | system:node:n        | kubernetes.io/kube-apiserver-client-kubelet | client auth | {"conditions":[{"type":"Denied","status":"True"}]} | NONE
            """)
    void approvesWhatNodesMayHave(
            String right, String user, String signer, String usage, String status, String expected) {
        FakeClusterView view = new FakeClusterView();
        view.put(ApiObject.of(
                KEY,
                1,
                ApiObject.document(
                        Json.read("{\"kind\":\"CertificateSigningRequest\",\"apiVersion\":\"certificates.k8s.io/v1\","
                                + "\"metadata\":{\"name\":\"x\"},\"spec\":{\"signerName\":\"" + signer
                                + "\",\"username\":\"" + user
                                + "\",\"usages\":[\"digital signature\",\"" + usage + "\"],\"request\":\""
                                + TestRequests.request(NODE) + "\"},\"status\":" + status + "}"))));
        Plan plan = new CertificateApprovingController(allowing(right)).reconcile(KEY, view, Instant.EPOCH);
        String message = plan.changes().stream()
                .map(change -> ((Change.Approve) change)
                        .desired()
                        .at("/status/conditions/0/message")
                        .asText())
                .findFirst()
                .orElse("NONE");
        assertThat(message).isEqualTo(expected);
    }
}
