package io.gantry.agent.object;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | BestEffort",
                "{'requests':{'cpu':'1'}} | Burstable",
                "{'limits':{'cpu':'1'}} | Burstable",
                "{'limits':{'cpu':'1','memory':'1Gi'}} | Guaranteed",
                "{'limits':{'cpu':'1','memory':'1Gi'},'requests':{'cpu':'1000m','memory':'1024Mi'}} | Guaranteed",
                "{'limits':{'cpu':'1','memory':'1Gi'},'requests':{'cpu':'500m','memory':'1Gi'}} | Burstable",
                "{'limits':{'cpu':'0'}} | BestEffort",
            })
    void theQosClassFollowsTheResources(String resources, String expected) {
        Pod pod = pod("{'containers':[{'name':'a','resources':" + resources + "}]}");

        assertThat(pod.qosClass().title()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "nginx, Always",
        "nginx:latest, Always",
        "nginx:1, IfNotPresent",
        "host:5000/nginx, Always",
        "host:5000/nginx:1, IfNotPresent",
    })
    void thePullPolicyFollowsTheTag(String image, String expected) {
        assertThat(pod("{'containers':[{'name':'a','image':'" + image + "'}]}")
                        .containers()
                        .getFirst()
                        .imagePullPolicy())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | name | ''",
                "{'hostname':'h'} | h | ''",
                "{'hostname':'h','subdomain':'s'} | h | s.ns.svc.cluster.local",
                "{'hostname':'h','subdomain':'s','hostnameOverride':'o'} | o | ''",
                "{'hostname':'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa--bbb'} |"
                        + " aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | ''",
            })
    void thePodHasAName(String spec, String hostname, String domain) {
        assertThat(pod(spec).hostname()).isEqualTo(hostname);
        assertThat(pod(spec).domain("cluster.local")).isEqualTo(domain);
    }

    private static Pod pod(String spec) {
        return new Pod(Json.read(
                ("{'metadata':{'namespace':'ns','name':'name','uid':'u'},'spec':" + spec + "}").replace('\'', '"')));
    }
}
