package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.ApiFixture.Reply;
import io.gantry.api.ConnectRequest.LogStream;
import io.gantry.api.ConnectRequest.Streams;
import io.gantry.object.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions with containers, up to where the node takes over. */
class ConnectTest {

    private static final String PODS = "/api/v1/namespaces/default/pods";

    private final ApiFixture api = new ApiFixture();

    @BeforeEach
    void createPods() {
        create("one", "", "{\"name\":\"c\",\"image\":\"i\"}");
        create("two", "", "{\"name\":\"c\",\"image\":\"i\"},{\"name\":\"d\",\"image\":\"i\"}");
        create(
                "marked",
                "\"annotations\":{\"kubectl.kubernetes.io/default-container\":\"d\"},",
                "{\"name\":\"c\",\"image\":\"i\"},{\"name\":\"d\",\"image\":\"i\"}");
        api.post(PODS, ObjectLifecycleTest.pod("unbound")).is(201);
    }

    private void create(String name, String metadata, String containers) {
        api.post(
                        PODS,
                        "{\"metadata\":{" + metadata + "\"name\":\"" + name
                                + "\"},\"spec\":{\"initContainers\":[{\"name\":\"i\",\"image\":\"i\"}],\"containers\":["
                                + containers + "]}}")
                .is(201);
        api.post(
                        PODS + "/" + name + "/binding",
                        "{\"metadata\":{\"name\":\"" + name + "\"},\"target\":{\"name\":\"node-1\"}}")
                .is(201);
    }

    private <T extends ConnectRequest> T connect(Class<T> type, String method, String path) {
        ApiResponse response = api.raw(method, PODS + path);
        assertThat(response).isInstanceOf(ApiResponse.Connect.class);
        return type.cast(((ApiResponse.Connect) response).request());
    }

    @Test
    void logsAreAskedForWithTheirOptions() {
        ConnectRequest.Logs logs = connect(
                ConnectRequest.Logs.class,
                "GET",
                "/two/log?container=d&follow=true&timestamps=1&tailLines=5&limitBytes=100&sinceSeconds=60&previous=false");
        assertThat(logs.nodeName()).isEqualTo("node-1");
        assertThat(logs.container()).isEqualTo("d");
        assertThat(logs.follow()).isTrue();
        assertThat(logs.timestamps()).isTrue();
        assertThat(logs.previous()).isFalse();
        assertThat(logs.tailLines()).isEqualTo(Optional.of(5L));
        assertThat(logs.limitBytes()).isEqualTo(Optional.of(100L));
        assertThat(logs.since()).isEqualTo(Optional.of(api.now().minusSeconds(60)));
        assertThat(logs.stream()).isEqualTo(LogStream.ALL);
        ConnectRequest.Logs dated = connect(
                ConnectRequest.Logs.class, "GET", "/one/log?sinceTime=2026-01-01T00:00:00%2B01:00&stream=Stderr");
        assertThat(dated.since()).isEqualTo(Optional.of(Instant.parse("2025-12-31T23:00:00Z")));
        assertThat(dated.stream()).isEqualTo(LogStream.STDERR);
    }

    @ParameterizedTest
    @CsvSource({"one,c", "marked,d"})
    void theContainerIsFoundWithoutItsName(String pod, String container) {
        assertThat(connect(ConnectRequest.Logs.class, "GET", "/" + pod + "/log").container())
                .isEqualTo(container);
    }

    @Test
    void commandsAreRunWithTheirStreams() {
        ConnectRequest.Exec exec = connect(
                ConnectRequest.Exec.class,
                "POST",
                "/one/exec?command=sh&command=-c&command=a%20b&stdin=true&stdout=1&tty=true");
        assertThat(exec.command()).containsExactly("sh", "-c", "a b");
        assertThat(exec.streams()).isEqualTo(new Streams(true, true, false, true));
        ConnectRequest.Attach attach =
                connect(ConnectRequest.Attach.class, "GET", "/one/attach?container=i&stderr=true");
        assertThat(attach.container()).isEqualTo("i");
        assertThat(attach.streams()).isEqualTo(new Streams(false, false, true, false));
    }

    @ParameterizedTest
    @CsvSource({"GET,", "POST,", "GET,?ports=80"})
    void portsAreForwardedByGetAndPostAndMayBeNamedLater(String method, String query) {
        ConnectRequest.PortForward forward =
                connect(ConnectRequest.PortForward.class, method, "/one/portforward" + (query == null ? "" : query));
        assertThat(forward.nodeName()).isEqualTo("node-1");
        assertThat(forward.ports()).isEqualTo(query == null ? List.of() : List.of(80));
    }

    @Test
    void discoveryNamesWhatCanBeDoneWithThePodsContainers() {
        assertThat(api.get("/api/v1").is(200).json().get("resources"))
                .contains(Json.read("{\"name\":\"pods/portforward\",\"singularName\":\"\",\"namespaced\":true,"
                        + "\"kind\":\"PodPortForwardOptions\",\"verbs\":[\"create\",\"get\"]}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/none/log|404|pods \"none\" not found",
                "/two/log|400|a container name must be specified for pod two, choose one of: [i c d]",
                "/two/log?container=x|400|container x is not valid for pod two",
                "/one/log?tailLines=-1|422|PodLogOptions \"one\" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0",
                "/one/log?sinceSeconds=0|422|PodLogOptions \"one\" is invalid: sinceSeconds: Invalid value: 0: must be greater than 0",
                "/one/log?sinceSeconds=1&sinceTime=2026-01-01T00:00:00Z|422|PodLogOptions \"one\" is invalid: : Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified",
                "/one/log?sinceTime=yesterday|400|parsing time \"yesterday\" as RFC3339: cannot parse",
                "/one/exec|400|you must specify at least 1 command for the container",
                "/one/exec?command=ls|400|you must specify at least 1 of stdin, stdout, stderr",
                "/unbound/exec?command=ls&stdout=1|400|pod unbound does not have a host assigned",
                "/one/portforward?ports=x|400|port \"x\" is not a number",
                "/one/portforward?ports=80,0|400|port 0 must be between 1 and 65535",
                "/unbound/portforward|400|pod unbound does not have a host assigned",
                "/unbound/attach?stdout=1|400|pod unbound does not have a host assigned",
            })
    void whatCannotBeIsRefused(String path, int status, String message) {
        Reply reply = ApiFixture.complete(api.raw("GET", PODS + path)).is(status);
        assertThat(reply.message()).isEqualTo(message);
    }

    @Test
    void theLogOfAContainerThatHasNotBegunIsRefusedWithTheReason() {
        api.patch(
                        PODS + "/one/status",
                        "merge-patch+json",
                        "{\"status\":{\"containerStatuses\":[{\"name\":\"c\",\"image\":\"i\",\"imageID\":\"\",\"ready\":false,\"restartCount\":0,"
                                + "\"state\":{\"waiting\":{\"reason\":\"ContainerCreating\"}}}]}}")
                .is(200);
        assertThat(api.get(PODS + "/one/log").is(400).message())
                .isEqualTo("container \"c\" in pod \"one\" is waiting to start: ContainerCreating");
        assertThat(api.get(PODS + "/unbound/log").is(200).text()).isEmpty();
    }

    @Test
    void onlyTheMethodsOfASessionAreTaken() {
        api.delete(PODS + "/one/log").is(405);
        api.post(PODS + "/one/log", "").is(405);
        api.put(PODS + "/one/exec", "").is(405);
    }
}
