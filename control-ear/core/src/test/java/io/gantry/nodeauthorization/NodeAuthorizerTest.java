package io.gantry.nodeauthorization;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.identity.Authorizer.Decision;
import io.gantry.identity.RequestAttributes;
import io.gantry.identity.UserInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeAuthorizerTest {

    private static final String UNRELATED = "no relationship found between node 'n1' and this object";

    private final NodeAuthorizer authorizer = new NodeAuthorizer(new NodeObjects().cache);

    @ParameterizedTest
    @CsvSource({
        "get,'',secrets,'',ns,secret1",
        "watch,'',secrets,'',ns,secret1",
        "get,'',secrets,'',csi,deep",
        "get,'',configmaps,'',ns,config1",
        "get,'',persistentvolumeclaims,'',ns,claim1",
        "patch,'',persistentvolumeclaims,status,ns,claim1",
        "get,'',persistentvolumes,'','',pv1",
        "get,'',pods,'',ns,mine",
        "create,'',pods,'',ns,''",
        "patch,'',pods,status,ns,other",
        "create,'',serviceaccounts,token,ns,account1",
        "get,'',serviceaccounts,'',ns,account1",
        "get,'',nodes,'','',n1",
        "list,'',nodes,'','',n1",
        "create,'',nodes,'','',''",
        "patch,'',nodes,status,'',n1",
        "update,coordination.k8s.io,leases,'',kube-node-lease,n1",
        "create,coordination.k8s.io,leases,'',kube-node-lease,''",
        "list,'',services,'','',''",
        "create,'',events,'',ns,''",
        "create,certificates.k8s.io,certificatesigningrequests,'','',''",
    })
    void aNodeMayDoWhatItsPodsNeed(
            String verb, String group, String resource, String subresource, String namespace, String name) {
        assertThat(authorizer.authorize(
                        NodeObjects.NODE,
                        RequestAttributes.resource(verb, group, resource, subresource, namespace, name)))
                .isInstanceOf(Decision.Allowed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "get|``|secrets|``|ns|secret2|" + UNRELATED,
                "get|``|secrets|``|other|secret1|" + UNRELATED,
                "list|``|secrets|``|ns|``|No Object name found",
                "list|``|secrets|``|``|secret1|can only read namespaced object of this type",
                "update|``|secrets|``|ns|secret1|can only read resources of this type",
                "get|``|configmaps|``|ns|config2|" + UNRELATED,
                "get|``|persistentvolumeclaims|``|ns|claim2|" + UNRELATED,
                "list|``|persistentvolumeclaims|``|ns|``|can only get individual resources of this type",
                "get|``|persistentvolumes|``|``|pv2|" + UNRELATED,
                "get|``|pods|``|ns|other|" + UNRELATED,
                "list|``|pods|``|``|``|can only list/watch pods with spec.nodeName field selector",
                "update|``|pods|``|ns|mine|``",
                "create|``|serviceaccounts|token|ns|account2|" + UNRELATED,
                "list|``|serviceaccounts|``|ns|``|can only create tokens for individual service accounts",
                "get|``|nodes|``|``|n2|node 'n1' cannot read 'n2', only its own Node object",
                "list|``|nodes|``|``|``|node 'n1' cannot read all nodes, only its own Node object",
                "get|coordination.k8s.io|leases|``|kube-node-lease|n2|can only access node lease with the same name as the requesting node",
                "get|coordination.k8s.io|leases|``|kube-system|n1|can only access leases in the \"kube-node-lease\" system namespace",
                "list|apps|deployments|``|ns|``|``",
            })
    void nothingElse(
            String verb,
            String group,
            String resource,
            String subresource,
            String namespace,
            String name,
            String reason) {
        Decision decision = authorizer.authorize(
                NodeObjects.NODE, RequestAttributes.resource(verb, group, resource, subresource, namespace, name));
        assertThat(decision).isInstanceOf(Decision.Refused.class);
        assertThat(((Decision.Refused) decision).reason()).isEqualTo(reason);
    }

    @Test
    void aNodeMayListItsOwnPods() {
        RequestAttributes list = RequestAttributes.resource("watch", "", "pods", "", "", "");
        assertThat(authorizer.authorize(NodeObjects.NODE, list.withSelected(Map.of("spec.nodeName", "n1"))))
                .isInstanceOf(Decision.Allowed.class);
        assertThat(authorizer.authorize(NodeObjects.NODE, list.withSelected(Map.of("spec.nodeName", "n2"))))
                .isInstanceOf(Decision.Refused.class);
    }

    @Test
    void whoIsNoNodeIsLeftToOthers() {
        UserInfo user = new UserInfo("system:node:n1", List.of(UserInfo.AUTHENTICATED));
        assertThat(authorizer.authorize(user, RequestAttributes.resource("get", "", "nodes", "", "", "n1")))
                .isEqualTo(new Decision.Refused(""));
    }
}
