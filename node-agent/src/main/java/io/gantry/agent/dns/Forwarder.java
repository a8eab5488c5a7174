package io.gantry.agent.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Message;
import org.xbill.DNS.SimpleResolver;

/** Asks the node's own name servers, one after the other. */
final class Forwarder {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final List<SimpleResolver> resolvers = new ArrayList<>();

    /**
     * A forwarder.
     *
     * @param servers name servers, for example from {@code /etc/resolv.conf}
     */
    Forwarder(List<InetSocketAddress> servers) {
        for (InetSocketAddress server : servers) {
            SimpleResolver resolver = new SimpleResolver(server);
            resolver.setTimeout(TIMEOUT);
            resolvers.add(resolver);
        }
    }

    Message forward(Message query) throws IOException {
        IOException last = new IOException("the node has no name server");
        for (SimpleResolver resolver : resolvers) {
            try {
                return resolver.send(query);
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }
}
