package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Images from real registries: accounts, tags that move, digests, and images of others. */
@ExtendWith(LocalCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class RegistryIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TestRegistry.Account ACCOUNT = new TestRegistry.Account("tester", "right:password");

    /** Says which image it is of, and ends when it is told to. */
    private static final String TELL = "cat /version; until [ -e /tmp/end ]; do sleep 0.2; done";

    private final LocalCluster cluster;
    private final TestNamespace namespace;
    private final TestNamespace others;
    private TestRegistry open;
    private TestRegistry guarded;

    RegistryIT(LocalCluster cluster) {
        this.cluster = cluster;
        this.namespace = new TestNamespace(cluster, "registry-it");
        this.others = new TestNamespace(cluster, "registry-it-others");
    }

    @BeforeAll
    void startRegistries() {
        open = TestRegistry.open(cluster);
        guarded = TestRegistry.with(cluster, ACCOUNT);
        namespace.create();
        others.create();
        secret(namespace, "right", ACCOUNT.password());
        secret(others, "right", ACCOUNT.password());
    }

    @AfterAll
    void removeAll() {
        try (TestRegistry first = open;
                TestRegistry second = guarded) {
            namespace.delete("--timeout=90s");
            others.delete("--timeout=90s");
        }
    }

    @Test
    void aPullSecretOpensARegistryAndTheEventTellsTimeAndSize() {
        String digest = guarded.pushRunnable("team/app:v1", TestRegistry.files("version", "app\n"));
        String image = guarded.address() + "/team/app:v1";

        namespace.apply(pod("secret", image, "IfNotPresent", "imagePullSecrets: [{name: right}]"));
        ready(namespace, "secret");

        assertThat(container(namespace, "secret", "imageID"))
                .isEqualTo("docker-pullable://" + guarded.address() + "/team/app@" + digest);
        assertThat(container(namespace, "secret", "image")).isEqualTo(image);
        told(namespace, "secret", "Pulling: Pulling image \"" + image + "\"");
        Await.until(
                PATIENCE,
                () -> assertThat(events(namespace, "secret"))
                        .anyMatch(
                                event -> event.matches(
                                        "Pulled: Successfully pulled image \"" + image
                                                + "\" in [0-9.ms]+ \\([0-9.ms]+ including waiting\\)\\. Image size: [1-9]\\d+ bytes\\.")));
    }

    @Test
    void aWrongPasswordIsToldAndOnceItIsMendedThePodStarts() {
        guarded.pushRunnable("team/mended:v1", TestRegistry.files("version", "mended\n"));
        String image = guarded.address() + "/team/mended:v1";
        secret(namespace, "mended", "wrong");

        namespace.apply(pod("mended", image, "IfNotPresent", "imagePullSecrets: [{name: mended}]"));

        waits(namespace, "mended", "ErrImagePull");
        waits(namespace, "mended", "ImagePullBackOff");
        assertThat(container(namespace, "mended", "state.waiting.message"))
                .startsWith("Back-off pulling image \"" + image + "\": ErrImagePull: ")
                .contains("unauthorized: authentication required");
        told(
                namespace,
                "mended",
                "Failed: Failed to pull image \"" + image + "\": unauthorized: authentication required",
                "Failed: Error: ErrImagePull",
                "BackOff: Back-off pulling image \"" + image + "\"",
                "Failed: Error: ImagePullBackOff");

        namespace.kubectl("delete", "secret", "mended");
        secret(namespace, "mended", ACCOUNT.password());
        ready(namespace, "mended");
    }

    @Test
    void theServiceAccountsPullSecretIsThePods() {
        guarded.pushRunnable("team/account:v1", TestRegistry.files("version", "account\n"));
        namespace.apply("""
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: puller}
                imagePullSecrets: [{name: right}]
                """);

        namespace.apply(
                pod("account", guarded.address() + "/team/account:v1", "IfNotPresent", "serviceAccountName: puller"));
        ready(namespace, "account");

        assertThat(namespace.kubectl("get", "pod", "account", "-o", "jsonpath={.spec.imagePullSecrets}"))
                .isEqualTo("[{\"name\":\"right\"}]");
    }

    @Test
    void alwaysSeesATagThatMoved() {
        String first = open.pushRunnable("moving:latest", TestRegistry.files("version", "one\n"));
        open.push("moving-data:v1", TestRegistry.files("data", "old\n"));
        String image = open.address() + "/moving";
        namespace.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: moving}
                spec:
                  nodeSelector: {kubernetes.io/hostname: node-1}
                  terminationGracePeriodSeconds: 0
                  containers:
                  - name: c
                    image: %s
                    command: [sh, -c, "cat /data/data; %s"]
                    volumeMounts: [{name: data, mountPath: /data}]
                  volumes:
                  - name: data
                    image: {reference: "%s/moving-data:v1", pullPolicy: Always}
                """.formatted(image, TELL, open.address()));
        logs("moving", "old\none\n");
        assertThat(container(namespace, "moving", "imageID")).isEqualTo("docker-pullable://" + image + "@" + first);

        String second = open.pushRunnable("moving:latest", TestRegistry.files("version", "two\n"));
        open.push("moving-data:v1", TestRegistry.files("data", "new\n"));
        namespace.kubectl("exec", "moving", "--", "touch", "/tmp/end");

        logs("moving", "new\ntwo\n");
        Await.until(
                PATIENCE,
                () -> assertThat(container(namespace, "moving", "imageID"))
                        .isEqualTo("docker-pullable://" + image + "@" + second));
    }

    @Test
    void aDigestNamesOneImageWhateverItsTagIs() {
        String digest = open.pushRunnable("pinned:v1", TestRegistry.files("version", "pinned\n"));
        open.pushRunnable("pinned:v1", TestRegistry.files("version", "other\n"));
        String image = open.address() + "/pinned@" + digest;

        namespace.apply(pod("pinned", image, "IfNotPresent", ""));

        logs("pinned", "pinned\n");
        assertThat(container(namespace, "pinned", "imageID")).isEqualTo("docker-pullable://" + image);
        assertThat(container(namespace, "pinned", "image")).isEqualTo(image);
    }

    @Test
    void aTagThatDoesNotExistIsTold() {
        open.pushRunnable("there:v1", TestRegistry.files("version", "there\n"));
        String image = open.address() + "/there:v2";

        namespace.apply(pod("missing", image, "IfNotPresent", ""));

        waits(namespace, "missing", "ErrImagePull");
        told(
                namespace,
                "missing",
                "Failed: Failed to pull image \"" + image + "\": manifest for " + image
                        + " not found: manifest unknown: manifest unknown");
        namespace.kubectl("delete", "pod", "missing");
    }

    @Test
    void anImageThatWasRemovedWhileInUseIsFetchedForTheNextStart() {
        open.pushRunnable("removed:v1", TestRegistry.files("version", "removed\n"));
        namespace.apply(pod("removed", open.address() + "/removed:v1", "IfNotPresent", ""));
        logs("removed", "removed\n");

        open.removeFromNode("removed:v1");
        namespace.kubectl("exec", "removed", "--", "touch", "/tmp/end");

        Await.until(
                PATIENCE,
                () -> assertThat(container(namespace, "removed", "restartCount") + " "
                                + container(namespace, "removed", "ready"))
                        .isEqualTo("1 true"));
    }

    @Test
    void anImageThatCameWithAnAccountIsForNobodyElse() {
        guarded.pushRunnable("team/private:v1", TestRegistry.files("version", "private\n"));
        String image = guarded.address() + "/team/private:v1";
        namespace.apply(pod("owner", image, "IfNotPresent", "imagePullSecrets: [{name: right}]"));
        ready(namespace, "owner");

        others.apply(pod("without", image, "IfNotPresent", ""));
        others.apply(pod("never", image, "Never", ""));
        others.apply(pod("with", image, "Never", "imagePullSecrets: [{name: right}]"));

        waits(others, "without", "ErrImagePull");
        waits(others, "never", "ErrImageNeverPull");
        assertThat(container(others, "never", "state.waiting.message"))
                .isEqualTo("Container image \"" + image + "\" is not present with pull policy of Never");
        ready(others, "with");
        told(
                others,
                "with",
                "Pulled: Container image \"" + image + "\" already present on machine and can be accessed by the pod");
    }

    private void secret(TestNamespace in, String name, String password) {
        in.kubectl(
                "create",
                "secret",
                "docker-registry",
                name,
                "--docker-server=" + guarded.address(),
                "--docker-username=" + ACCOUNT.name(),
                "--docker-password=" + password);
    }

    /** On the first node, whose loopback the registries are at. */
    private static String pod(String name, String image, String pullPolicy, String more) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s}
                spec:
                  nodeSelector: {kubernetes.io/hostname: node-1}
                  terminationGracePeriodSeconds: 0
                  containers:
                  - {name: c, image: "%s", imagePullPolicy: %s, command: [sh, -c, "%s"]}
                  %s
                """.formatted(name, image, pullPolicy, TELL, more);
    }

    private static void ready(TestNamespace in, String pod) {
        in.kubectl("wait", "--for=condition=Ready", "pod/" + pod, "--timeout=60s");
    }

    private static void waits(TestNamespace in, String pod, String reason) {
        Await.until(
                PATIENCE,
                () -> assertThat(container(in, pod, "state.waiting.reason")).isEqualTo(reason));
    }

    private void logs(String pod, String text) {
        Await.until(PATIENCE, () -> assertThat(namespace.kubectl("logs", pod)).isEqualTo(text));
    }

    private static String container(TestNamespace in, String pod, String field) {
        return in.kubectl("get", "pod", pod, "-o", "jsonpath={.status.containerStatuses[0]." + field + "}");
    }

    /** Events come a little after the status. */
    private static void told(TestNamespace in, String pod, String... events) {
        Await.until(PATIENCE, () -> assertThat(events(in, pod)).contains(events));
    }

    /** Each with its reason. */
    private static List<String> events(TestNamespace in, String pod) {
        return in.kubectl(
                        "get",
                        "events",
                        "--field-selector=involvedObject.name=" + pod,
                        "-o",
                        "jsonpath={range .items[*]}{.reason}: {.message}{\"\\n\"}{end}")
                .lines()
                .toList();
    }
}
