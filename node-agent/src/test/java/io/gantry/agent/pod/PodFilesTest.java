package io.gantry.agent.pod;

import static io.gantry.agent.pod.TestPods.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.cluster.ClusterSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files that every container of a pod sees. */
class PodFilesTest {

    private static final String HOST = "# comment\nnameserver 192.0.2.53\nsearch corp.example\noptions timeout:1\n";
    private static final ClusterSettings SETTINGS =
            new ClusterSettings("cluster.local", "10.96.0.10", "10.96.0.0/16", "10.0.0.0/8");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | search ns.svc.cluster.local svc.cluster.local cluster.local corp.example/nameserver 10.96.0.10/options ndots:5",
                "{'dnsPolicy':'Default'} | search corp.example/nameserver 192.0.2.53/options timeout:1",
                "{'hostNetwork':true} | search corp.example/nameserver 192.0.2.53/options timeout:1",
                "{'hostNetwork':true,'dnsPolicy':'ClusterFirstWithHostNet'} |"
                        + " search ns.svc.cluster.local svc.cluster.local cluster.local corp.example/nameserver 10.96.0.10/options ndots:5",
                "{'dnsPolicy':'None','dnsConfig':{'nameservers':['1.1.1.1'],'searches':['s.example'],'options':[{'name':'ndots','value':'2'},{'name':'edns0'}]}} |"
                        + " search s.example/nameserver 1.1.1.1/options ndots:2 edns0",
                "{'dnsConfig':{'options':[{'name':'ndots','value':'1'}]}} |"
                        + " search ns.svc.cluster.local svc.cluster.local cluster.local corp.example/nameserver 10.96.0.10/options ndots:1",
            })
    void theResolverFollowsTheDnsPolicy(String spec, String expected) {
        assertThat(ResolvConf.of(pod(spec), SETTINGS, HOST)).isEqualTo(expected.replace('/', '\n') + "\n");
    }

    @Test
    void withoutAClusterResolverTheNodesIsUsed() {
        assertThat(ResolvConf.of(pod("{}"), ClusterSettings.UNKNOWN, HOST)).contains("nameserver 192.0.2.53");
    }

    @Test
    void theHostsFileNamesThePod() {
        String file = HostsFile.of(
                pod("{'hostname':'h','subdomain':'s','hostAliases':[{'ip':'192.0.2.7','hostnames':['x','y']}]}"),
                List.of("10.0.0.5"),
                "cluster.local",
                "");

        assertThat(file).isEqualTo("""
                        # Kubernetes-managed hosts file.
                        127.0.0.1\tlocalhost
                        ::1\tlocalhost ip6-localhost ip6-loopback
                        fe00::0\tip6-localnet
                        fe00::0\tip6-mcastprefix
                        fe00::1\tip6-allnodes
                        fe00::2\tip6-allrouters
                        10.0.0.5\th.s.ns.svc.cluster.local\th

                        # Entries added by HostAliases.
                        192.0.2.7\tx\ty
                        """);
    }

    @Test
    void onTheHostsNetworkTheHostsOwnFileIsTaken() {
        assertThat(HostsFile.of(pod("{'hostNetwork':true}"), List.of("192.0.2.1"), "cluster.local", "1.2.3.4\tme\n"))
                .isEqualTo("# Kubernetes-managed hosts file (host network).\n1.2.3.4\tme\n");
    }
}
