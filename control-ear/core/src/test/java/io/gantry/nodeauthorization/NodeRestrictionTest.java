package io.gantry.nodeauthorization;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.resource.kinds.BuiltInKinds;
import io.gantry.status.StatusException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeRestrictionTest {

    private static final Resources RESOURCES = new Resources(BuiltInKinds.definitions());

    private final NodeRestriction restriction = new NodeRestriction(new NodeObjects().cache);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nodes | n1 | {"metadata":{"labels":{"topology.kubernetes.io/zone":"a","own/label":"b"}}} | OK
            nodes | n2 | {} | nodes "n2" is forbidden: node "n1" is not allowed to modify node "n2"
            nodes | n1 | {"metadata":{"labels":{"node-restriction.kubernetes.io/x":"a","node-role.kubernetes.io/y":""}}} | nodes "n1" is forbidden: node "n1" is not allowed to set the following labels: node-restriction.kubernetes.io/x, node-role.kubernetes.io/y
            pods | p | {} | pods "p" is forbidden: pod does not have "kubernetes.io/config.mirror" annotation, node "n1" can only create mirror pods
            pods | p | {"metadata":{"annotations":{"kubernetes.io/config.mirror":"x"}},"spec":{"nodeName":"n2"}} | pods "p" is forbidden: node "n1" can only create pods with spec.nodeName set to itself
            pods | p | {"metadata":{"annotations":{"kubernetes.io/config.mirror":"x"},"ownerReferences":[{"apiVersion":"v1","kind":"Node","name":"n1","uid":"uid-n1","controller":true}]},"spec":{"nodeName":"n1"}} | OK
            pods | p | {"metadata":{"annotations":{"kubernetes.io/config.mirror":"x"},"ownerReferences":[{"apiVersion":"v1","kind":"Node","name":"n1","uid":"uid-n1","controller":true}]},"spec":{"nodeName":"n1","imagePullSecrets":[{"name":"s"}]}} | pods "p" is forbidden: node "n1" can not create pods that reference secrets
            leases.coordination.k8s.io | n2 | {} | leases.coordination.k8s.io "n2" is forbidden: can only access leases in the "kube-node-lease" system namespace
            """)
    void newObjects(String resource, String name, String object, String expected) {
        assertThat(refusal(request(Operation.CREATE, resource, "", name, object, Optional.empty())))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nodes | `` | n1 | {"spec":{"podCIDR":"10.0.0.0/24"}} | {"spec":{"podCIDR":"10.0.0.0/24","taints":[]}} | OK
            nodes | `` | n1 | {"spec":{"taints":[{"key":"a"}]}} | {"spec":{}} | nodes "n1" is forbidden: node "n1" is not allowed to modify taints
            nodes | `` | n1 | {"metadata":{"labels":{"a.k8s.io/b":"c"}}} | {} | nodes "n1" is forbidden: is not allowed to modify labels: a.k8s.io/b
            pods | status | mine | {"spec":{"nodeName":"n2"}} | {"spec":{"nodeName":"n2"}} | pods "mine" is forbidden: node "n1" can only update pod status for pods with spec.nodeName set to itself
            pods | status | mine | {"metadata":{"labels":{"a":"b"}},"spec":{"nodeName":"n1"}} | {"spec":{"nodeName":"n1"}} | pods "mine" is forbidden: node "n1" cannot update labels through pod status
            pods | `` | mine | {} | {} | pods "mine" is forbidden: unexpected operation "UPDATE", node "n1" can only create and delete mirror pods
            """)
    void changes(String resource, String subresource, String name, String object, String old, String expected) {
        assertThat(refusal(request(Operation.UPDATE, resource, subresource, name, object, Optional.of(Json.read(old)))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"audiences":["vault"],"boundObjectRef":{"apiVersion":"v1","kind":"Pod","name":"mine","uid":"uid-mine"}} | OK
            {"boundObjectRef":{"apiVersion":"v1","kind":"Pod","name":"mine","uid":"uid-mine"}} | serviceaccounts "account1" is forbidden: audience "" not found in pod spec volume, system:node:n1 is not authorized to request tokens for this audience
            {} | serviceaccounts "account1" is forbidden: node requested token not bound to a pod
            {"boundObjectRef":{"apiVersion":"v1","kind":"Pod","name":"mine"}} | serviceaccounts "account1" is forbidden: node requested token with a pod binding without a uid
            {"audiences":["vault"],"boundObjectRef":{"apiVersion":"v1","kind":"Pod","name":"other","uid":"uid-other"}} | serviceaccounts "account1" is forbidden: node requested token bound to a pod scheduled on a different node
            """)
    void tokens(String spec, String expected) {
        assertThat(refusal(request(
                        Operation.CREATE,
                        "serviceaccounts",
                        "token",
                        "account1",
                        "{\"spec\":" + spec + "}",
                        Optional.empty())))
                .isEqualTo(expected);
    }

    private String refusal(AdmissionRequest request) {
        try {
            restriction.validate(request);
            return "OK";
        } catch (StatusException e) {
            return e.getMessage();
        }
    }

    private static AdmissionRequest request(
            Operation operation,
            String resource,
            String subresource,
            String name,
            String object,
            Optional<ObjectNode> old) {
        ResourceDefinition definition =
                RESOURCES.find(GroupResource.parse(resource)).orElseThrow();
        return new AdmissionRequest(
                operation,
                definition,
                subresource,
                definition.namespaced() ? "ns" : "",
                name,
                Json.read(object),
                old,
                NodeObjects.NODE);
    }
}
