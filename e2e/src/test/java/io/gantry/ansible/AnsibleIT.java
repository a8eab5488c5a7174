package io.gantry.ansible;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.e2e.Await;
import io.gantry.e2e.CommandLine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The life of a cluster that Ansible installs on two hosts, each with a real sshd, PostgreSQL and Docker engine of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AnsibleIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String IMAGE = "gantry-ansible/busybox:1";
    private static final Path FOLDER = Path.of("target/ansible").toAbsolutePath();
    private static final String ENGINE_RUNS =
            "service docker start >/dev/null 2>&1; until docker version >/dev/null 2>&1; do sleep 0.2; done; ";
    private static final String TRACES =
            "find /etc /opt /usr/local /var /run -xdev -iname '*gantry*' -not -name 'gantry-ansible-*'; ip -brief link;"
                    + " iptables-save | grep -iE 'gantry|kube'; getent passwd gantry; pg_lsclusters --no-header;"
                    + " docker ps --all --quiet; docker image ls --quiet gantry.io/pause; pgrep --list-full java;"
                    + " ip route | grep 10.244; ip address show lo; mount | grep gantry; true";

    private final CommandLine commands = new CommandLine(Path.of("."), Map.of());
    private final SshKeys keys = SshKeys.make(FOLDER, commands);
    private final HostNetwork network = new HostNetwork(commands, 2);
    private final List<SshHost> hosts = IntStream.rangeClosed(1, 2)
            .mapToObj(number -> new SshHost(number, keys, commands))
            .toList();
    private final Playbooks playbooks = new Playbooks(FOLDER, keys);
    private final List<String> tracesBefore = new ArrayList<>();

    @BeforeAll
    void startHosts() {
        network.open();
        for (SshHost host : hosts) {
            host.start();
            tracesBefore.add(host.run(ENGINE_RUNS + TRACES));
        }
        playbooks.writeInventory(hosts);
    }

    @AfterAll
    void removeHosts() {
        hosts.forEach(SshHost::close);
        network.close();
    }

    @Test
    @Order(1)
    void oneRunInstallsAClusterWhoseNodesAreReady() {
        assertThat(playbooks.run("site.yml").keySet()).contains(name(0), name(1));

        assertThat(kubectl("get", "nodes", "-l", "installed-by=ansible", "--no-headers")
                        .lines()
                        .map(line -> line.split("\\s+"))
                        .map(columns -> columns[0] + " " + columns[1]))
                .containsExactlyInAnyOrder(name(0) + " Ready", name(1) + " Ready");
    }

    @Test
    @Order(2)
    void podsRunOnBothNodesAndReachEachOther() {
        hosts.forEach(AnsibleIT::loadImage);
        for (int node = 0; node < 2; node++) {
            kubectl(
                    "run",
                    "web-" + node,
                    "--image=" + IMAGE,
                    "--overrides={\"spec\":{\"nodeName\":\"" + name(node) + "\"}}");
        }
        Await.until(
                PATIENCE,
                () -> assertThat(kubectl("get", "pods", "-o", "jsonpath={.items[*].status.phase}"))
                        .isEqualTo("Running Running"));
        String there = kubectl("get", "pod", "web-1", "-o", "jsonpath={.status.podIP}");
        Await.until(
                PATIENCE,
                () -> assertThat(kubectl("exec", "web-0", "--", "sh", "-c", "echo | nc -w 2 " + there + " 80"))
                        .isEqualTo("here\n"));
    }

    @Test
    @Order(3)
    void aSecondRunChangesNothing() {
        assertThat(playbooks.run("site.yml")).containsExactlyInAnyOrderEntriesOf(Map.of(name(0), 0, name(1), 0));
    }

    @Test
    @Order(4)
    void aNodeThatIsRemovedLeavesTheClusterAndItsHostClean() {
        playbooks.run("remove-node.yml", "--extra-vars", "node=" + name(1));

        assertThat(kubectl("get", "nodes", "-o", "name")).isEqualTo("node/" + name(0) + "\n");
        assertThat(hosts.get(1).run(TRACES)).isEqualTo(tracesBefore.get(1));
    }

    @Test
    @Order(5)
    void uninstallLeavesNothingBehind() {
        playbooks.run("uninstall.yml", "--extra-vars", "confirm=yes");

        for (int host = 0; host < 2; host++) {
            assertThat(hosts.get(host).run(TRACES)).isEqualTo(tracesBefore.get(host));
        }
    }

    /** The hosts reach no registry. The image answers every connection to port 80 with one word. */
    private static void loadImage(SshHost host) {
        host.run(
                "mkdir -p /tmp/image/bin && cd /tmp/image && cp /bin/busybox bin && ln -s busybox bin/sh && ln -s busybox bin/nc"
                        + " && ln -s busybox bin/echo && tar -c . | docker import --change 'ENV PATH=/bin'"
                        + " --change 'CMD [\"nc\",\"-ll\",\"-p\",\"80\",\"-e\",\"echo\",\"here\"]' - " + IMAGE
                        + " && rm -r /tmp/image");
    }

    private String name(int host) {
        return hosts.get(host).name();
    }

    private String kubectl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("kubectl", "--kubeconfig=" + playbooks.kubeconfig()));
        command.addAll(List.of(arguments));
        return commands.require(PATIENCE, "", command);
    }
}
