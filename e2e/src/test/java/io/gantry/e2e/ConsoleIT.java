package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The console in a real browser against the real cluster. */
@ExtendWith(LocalCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Path FOLDER = LocalCluster.state().resolveSibling("e2e-browser");

    private final LocalCluster cluster;
    private Chromium browser;
    private BrowserPage page;

    ConsoleIT(LocalCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeAll
    void startTheBrowser() {
        browser = Chromium.start(FOLDER);
    }

    @AfterAll
    void endTheBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void openTheConsole() {
        page = browser.page();
        page.forget(server());
        page.open(server() + "/console/");
    }

    @AfterEach
    void nothingFailedInThePage(TestInfo test) {
        try {
            page.screenshot(FOLDER.resolve(test.getTestMethod().orElseThrow().getName() + ".png"));
            assertThat(page.failures()).isEmpty();
        } finally {
            page.close();
        }
    }

    private String server() {
        return cluster.kubectl("config", "view", "--minify", "-o", "jsonpath={.clusters[0].cluster.server}")
                .strip();
    }

    private String requests() {
        return page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name).join()")
                .asText();
    }

    private void logIn(String token) {
        page.type("#token", token);
        page.click("[data-testid=login-submit]");
    }

    private void logInAsAdmin() throws IOException {
        logIn(Files.readString(LocalCluster.state().resolve("pki/admin.token")).strip());
        page.awaitText("Cluster overview");
    }

    @Test
    void aWrongTokenIsRefused() {
        logIn("wrong");
        page.awaitText("The cluster does not accept this token.");
    }

    @Test
    void nodesAreListedWithTheirState() throws IOException {
        logInAsAdmin();
        page.click("[data-testid=nav-nodes]");
        page.awaitRow("node-1", "Ready", cluster.nodeAddress(1));
        assertThat(page.address()).endsWith("/console/#/nodes");
    }

    @Test
    void aPodAppearsByItselfAndItsLogsAreFollowed() throws IOException {
        logInAsAdmin();
        page.click("[data-testid=nav-pods]");
        page.awaitText("Live");
        assertThat(page.text()).doesNotContain("console-talker");
        cluster.kubectl(
                "run",
                "console-talker",
                "--image=busybox",
                "--image-pull-policy=IfNotPresent",
                "--",
                "sh",
                "-c",
                "echo the first line; while ! [ -f /tmp/go ]; do sleep 1; done; echo the second line; sleep 3600");
        page.awaitRow("console-talker", "Running");
        page.click("a[title=console-talker]");
        page.click("[data-testid=tab-logs]");
        page.awaitText("the first line");
        cluster.kubectl("exec", "console-talker", "--", "touch", "/tmp/go");
        page.awaitText("the second line");
        cluster.kubectl("delete", "pod", "console-talker", "--grace-period=0", "--force");
        page.awaitText("console-talker does not exist");
    }

    @Test
    void aDeploymentIsScaledAndDeleted() throws IOException {
        cluster.kubectl("create", "deployment", "console-web", "--image=nginx");
        // the image exists on the machine only
        cluster.kubectl(
                "patch",
                "deployment",
                "console-web",
                "-p",
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"nginx\",\"imagePullPolicy\":\"Never\"}]}}}}");
        logInAsAdmin();
        page.click("[data-testid=nav-deployments]");
        page.awaitRow("console-web", "1/1");
        page.click("[aria-label='Actions: console-web']");
        page.clickText("Scale");
        page.click("[aria-label='One more']");
        page.click("[data-testid=action-confirm]");
        page.awaitRow("console-web", "2/2");
        page.click("[aria-label='Actions: console-web']");
        page.clickText("Delete");
        page.click("[data-testid=action-confirm]");
        Await.until(MINUTE, () -> assertThat(page.rows()).noneMatch(row -> row.startsWith("console-web")));
        assertThat(cluster.tryKubectl("get", "deployment", "console-web").output())
                .contains("not found");
    }

    @Test
    void aUserWithoutRightsSeesTheRefusalOfTheApi() {
        cluster.kubectl("create", "serviceaccount", "console-visitor");
        logIn(cluster.kubectl("create", "token", "console-visitor").strip());
        page.awaitText("No access");
        page.click("[data-testid=nav-secrets]");
        page.awaitText("secrets is forbidden: User \"system:serviceaccount:default:console-visitor\" cannot list");
        cluster.kubectl("delete", "serviceaccount", "console-visitor");
    }

    @Test
    void valuesOfSecretsNeverReachThePage() throws IOException {
        cluster.kubectl("create", "secret", "generic", "console-secret", "--from-literal=password=hunter2hunter2");
        logInAsAdmin();
        page.goTo("/secrets/default/console-secret/yaml");
        page.awaitText("password", "•••");
        assertThat(page.evaluate("document.documentElement.outerHTML").asText())
                .doesNotContain("hunter2")
                .doesNotContain("aHVudGVyMg");
        cluster.kubectl("delete", "secret", "console-secret");
    }

    @Test
    void theConsoleSpeaksChinese() throws IOException {
        logInAsAdmin();
        page.clickText("English");
        page.clickText("中文");
        page.awaitText("集群概览", "工作负载", "容器组（Pod）");
        page.click("[data-testid=nav-nodes]");
        page.awaitText("节点", "存在时间", "地址");
    }

    @Test
    void theTokenIsInNoAddressAndGoneAfterSigningOut() throws IOException {
        logInAsAdmin();
        String token = Files.readString(LocalCluster.state().resolve("pki/admin.token"))
                .strip();
        Await.until(MINUTE, () -> assertThat(requests()).contains("/api/v1/nodes"));
        assertThat(requests()).doesNotContain(token);
        assertThat(page.address()).doesNotContain(token);
        page.click("[data-testid=user]");
        page.clickText("Sign out");
        page.awaitText("Log in to your cluster");
        assertThat(page.evaluate("JSON.stringify(sessionStorage) + JSON.stringify(localStorage)")
                        .asText())
                .doesNotContain(token);
    }
}
