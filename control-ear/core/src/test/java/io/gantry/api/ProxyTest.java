package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.ProxyRequest.NodeAgent;
import io.gantry.api.ProxyRequest.NodePort;
import io.gantry.api.ProxyRequest.PodPort;
import io.gantry.identity.UserInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxy subresources, up to where the server of the API passes the request on. */
class ProxyTest {

    private static final String DEFAULT = "/api/v1/namespaces/default";

    private final ApiFixture api = new ApiFixture();

    @BeforeEach
    void create() {
        pod("web", "10.1.0.5", "\"ports\":[{\"containerPort\":8080}],");
        pod("plain", "10.1.0.6", "");
        pod("local", "127.0.0.1", "");
        api.post(DEFAULT + "/pods", ObjectLifecycleTest.pod("unbound")).is(201);
        service("svc", "[{\"name\":\"a\",\"port\":80},{\"name\":\"b\",\"port\":81}]");
        slice(
                "svc",
                "[{\"addresses\":[\"10.1.0.5\"],\"targetRef\":{\"kind\":\"Pod\",\"namespace\":\"default\",\"name\":\"web\"}},"
                        + "{\"addresses\":[\"10.1.0.6\"],\"conditions\":{\"ready\":false},"
                        + "\"targetRef\":{\"kind\":\"Pod\",\"namespace\":\"default\",\"name\":\"plain\"}}]");
        service("empty", "[{\"port\":80}]");
        service("forged", "[{\"name\":\"a\",\"port\":80}]");
        slice(
                "forged",
                "[{\"addresses\":[\"192.0.2.99\"]},{\"addresses\":[\"10.9.9.9\"],"
                        + "\"targetRef\":{\"kind\":\"Pod\",\"namespace\":\"default\",\"name\":\"web\"}}]");
        api.post("/api/v1/nodes", "{\"metadata\":{\"name\":\"n1\"}}").is(201);
        api.patch(
                        "/api/v1/nodes/n1/status",
                        "merge-patch+json",
                        "{\"status\":{\"addresses\":[{\"type\":\"InternalIP\",\"address\":\"192.0.2.7\"}]}}")
                .is(200);
    }

    private void pod(String name, String address, String container) {
        api.post(
                        DEFAULT + "/pods",
                        "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"nodeName\":\"n1\",\"containers\":[{"
                                + container + "\"name\":\"c\",\"image\":\"i\"}]}}")
                .is(201);
        api.patch(
                        DEFAULT + "/pods/" + name + "/status",
                        "merge-patch+json",
                        "{\"status\":{\"podIP\":\"" + address + "\",\"podIPs\":[{\"ip\":\"" + address + "\"}]}}")
                .is(200);
    }

    private void service(String name, String ports) {
        api.post(DEFAULT + "/services", "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"ports\":" + ports + "}}")
                .is(201);
    }

    private void slice(String service, String endpoints) {
        api.post(
                        "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices",
                        "{\"metadata\":{\"name\":\"" + service
                                + "\",\"labels\":{\"kubernetes.io/service-name\":\"" + service
                                + "\"}},\"addressType\":\"IPv4\",\"ports\":[{\"name\":\"a\",\"port\":1080},"
                                + "{\"name\":\"b\",\"port\":1081}],\"endpoints\":" + endpoints + "}")
                .is(201);
    }

    private ProxyRequest proxied(String method, String path) {
        ApiResponse response = api.raw(method, path);
        assertThat(response).isInstanceOf(ApiResponse.Proxy.class);
        return ((ApiResponse.Proxy) response).request();
    }

    @ParameterizedTest
    @CsvSource({
        "/pods/web/proxy/,10.1.0.5,8080,false,/",
        "/pods/web:160/proxy/some/path/,10.1.0.5,160,false,/some/path/",
        "/pods/plain/proxy/,10.1.0.6,80,false,/",
        "/pods/https:plain:/proxy/,10.1.0.6,443,true,/",
        "/pods/https:plain:462/proxy/a%2Fb//c%0a,10.1.0.6,462,true,/a%2Fb//c%0a",
        "/services/svc:a/proxy/x,10.1.0.5,1080,false,/x",
        "/services/http:svc:b/proxy/x,10.1.0.5,1081,false,/x",
        "/services/https:svc:81/proxy/x,10.1.0.5,1081,true,/x"
    })
    void podsAreFound(String path, String address, int port, boolean tls, String rest) {
        ProxyRequest request = proxied("GET", DEFAULT + path + "?watch=true&x=%zz");
        assertThat(request.backend()).isInstanceOf(PodPort.class);
        PodPort backend = (PodPort) request.backend();
        assertThat(List.of(backend.nodeName(), backend.address(), backend.port(), request.tls(), request.path()))
                .isEqualTo(List.of("n1", address, port, tls, rest));
        assertThat(request.prefix()).isEqualTo(DEFAULT + path.substring(0, path.indexOf("/proxy") + 6));
    }

    @Test
    void nodesAreFoundByTheirAgentAndTheirPorts() {
        assertThat(proxied("GET", "/api/v1/nodes/n1/proxy/logs/").backend()).isEqualTo(new NodeAgent("n1"));
        assertThat(proxied("GET", "/api/v1/nodes/n1:10250/proxy/logs/").backend())
                .isEqualTo(new NodeAgent("n1"));
        assertThat(proxied("GET", "/api/v1/nodes/n1:9100/proxy/metrics").backend())
                .isEqualTo(new NodePort("n1", "192.0.2.7", 9100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void everyMethodPasses(String method) {
        assertThat(proxied(method, DEFAULT + "/pods/web/proxy/x").path()).isEqualTo("/x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void readsWithoutAPathAreSentToTheOneWithASlash(String method) {
        ApiResponse.Complete redirect =
                (ApiResponse.Complete) api.raw(method, DEFAULT + "/services/svc:a/proxy?method=" + method);
        assertThat(redirect.status()).isEqualTo(301);
        assertThat(redirect.headers())
                .isEqualTo(Map.of("Location", List.of(DEFAULT + "/services/svc:a/proxy/?method=" + method)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void writesWithoutAPathGoToTheRoot(String method) {
        assertThat(proxied(method, DEFAULT + "/pods/web/proxy?a=b").path()).isEqualTo("/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/pods/none/proxy/|404|pods \"none\" not found",
                "/pods/ftp:web:1/proxy/|400|invalid pod request \"ftp:web:1\"",
                "/pods/unbound/proxy/|400|address not allowed",
                "/pods/local/proxy/|400|address not allowed",
                "/pods/web:dest1/proxy/|503|error trying to reach service: dial tcp: lookup tcp/dest1: unknown port",
                "/services/none/proxy/|404|endpoints \"none\" not found",
                "/services/none:80/proxy/|404|services \"none\" not found",
                "/services/svc:82/proxy/|503|no service port 82 found for service \"svc\"",
                "/services/empty/proxy/|503|no endpoints available for service \"empty\"",
                "/services/svc/proxy/|503|no endpoints available for service \"svc\"",
                "/services/svc:c/proxy/|503|no endpoints available for service \"svc:c\"",
                "/services/forged:a/proxy/|503|no endpoints available for service \"forged:a\"",
                "/pods/web/proxy/%2e%2e/x|400|the path of the request is not valid",
                "/pods/web/proxy/../x|400|the path of the request is not valid",
                "/configmaps/web/proxy/x|404|the server could not find the requested resource"
            })
    void whatCannotBeReachedIsRefused(String path, int status, String message) {
        ApiFixture.Reply reply = api.get(DEFAULT + path).is(status);
        assertThat(reply.message()).isEqualTo(message);
    }

    @Test
    void strangersMayNot() {
        UserInfo eve = new UserInfo("eve", List.of(UserInfo.AUTHENTICATED));
        assertThat(api.as(eve, "POST", DEFAULT + "/pods/web/proxy//x").is(403).message())
                .contains("cannot create resource \"pods/proxy\" in API group \"\" in the namespace \"default\"");
        api.as(eve, "GET", "/api/v1/nodes/n1/proxy/pods").is(403);
    }
}
