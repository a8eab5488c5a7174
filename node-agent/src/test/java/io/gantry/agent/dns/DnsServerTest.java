package io.gantry.agent.dns;

import static io.gantry.agent.proxy.ServiceFixtures.json;
import static io.gantry.agent.proxy.ServiceFixtures.service;
import static io.gantry.agent.proxy.ServiceFixtures.slice;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class DnsServerTest {

    private DnsServer upstream;
    private DnsServer server;

    @BeforeEach
    void start() throws IOException {
        upstream = listening("example.com", List.of());
        upstream.update(
                List.of(json("{'metadata':{'namespace':'a','name':'db'},'spec':{'clusterIP':'192.0.2.9'}}")),
                List.of());
        upstream.start();
        server = listening(
                "cluster.local", List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), upstream.port())));
        server.update(
                List.of(
                        service("web", "'clusterIP':'10.96.0.20','ports':[{'name':'http','port':80,'protocol':'TCP'}]"),
                        service("db", "'clusterIP':'None'"),
                        service("outside", "'type':'ExternalName','externalName':'db.a.svc.example.com'"),
                        service("inside", "'type':'ExternalName','externalName':'web.default.svc.cluster.local'")),
                List.of(
                        slice(
                                "db",
                                "{'addresses':['10.244.1.2'],'hostname':'db-0','conditions':{'ready':true}},{'addresses':['10.244.1.3'],'conditions':{'ready':false}},{'addresses':['10.244.1.4'],'conditions':{'ready':true}}")));
        server.start();
    }

    /** A port that is free for UDP may be taken for TCP: then another. */
    private static DnsServer listening(String zone, List<InetSocketAddress> upstreams) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return new DnsServer(loopback(), zone, upstreams);
            } catch (BindException e) {
                if (attempt == 20) {
                    throw e;
                }
            }
        }
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "web.default.svc.cluster.local.                | A    | 10.96.0.20",
                "WEB.Default.svc.cluster.local.                | A    | 10.96.0.20",
                "_http._tcp.web.default.svc.cluster.local.     | SRV  | 0 100 80 web.default.svc.cluster.local.",
                "db.default.svc.cluster.local.                 | A    | 10.244.1.2 10.244.1.4",
                "db-0.db.default.svc.cluster.local.            | A    | 10.244.1.2",
                "10-244-1-4.db.default.svc.cluster.local.      | A    | 10.244.1.4",
                "10-244-1-7.default.pod.cluster.local.         | A    | 10.244.1.7",
                "20.0.96.10.in-addr.arpa.                      | PTR  | web.default.svc.cluster.local.",
                "dns-version.cluster.local.                    | TXT  | 1.1.0",
                "inside.default.svc.cluster.local.             | A    | web.default.svc.cluster.local. 10.96.0.20",
                "outside.default.svc.cluster.local.            | A    | db.a.svc.example.com. 192.0.2.9",
                "db.a.svc.example.com.                         | A    | 192.0.2.9",
            })
    void namesResolve(String name, String type, String answer) throws IOException {
        Message response = ask(name, type, false);
        assertThat(response.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(response.getSection(Section.ANSWER).stream()
                        .map(Record::rdataToString)
                        .toList())
                .containsExactlyInAnyOrder(answer.startsWith("0 ") ? new String[] {answer} : answer.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "missing.default.svc.cluster.local., A, NXDOMAIN",
        "web.default.svc.cluster.local., AAAA, NOERROR",
        "default.svc.cluster.local., A, NOERROR",
        "db-1.db.default.svc.cluster.local., A, NXDOMAIN",
        "other.example.com., A, NXDOMAIN"
    })
    void whatHasNoRecordIsSaidToBeMissingOrEmpty(String name, String type, String rcode) throws IOException {
        Message response = ask(name, type, false);
        assertThat(response.getSection(Section.ANSWER)).isEmpty();
        assertThat(Rcode.string(response.getRcode())).isEqualTo(rcode);
    }

    @Test
    void tcpAnswersLikeUdp() throws IOException {
        assertThat(ask("web.default.svc.cluster.local.", "A", true).getSection(Section.ANSWER))
                .hasSize(1);
    }

    private Message ask(String name, String type, boolean tcp) throws IOException {
        SimpleResolver resolver =
                new SimpleResolver(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        resolver.setTCP(tcp);
        resolver.setTimeout(Duration.ofSeconds(5));
        return resolver.send(Message.newQuery(Record.newRecord(Name.fromString(name), Type.value(type), DClass.IN)));
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
