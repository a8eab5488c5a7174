package io.gantry.agent.dns;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;

/** The node-local name server: UDP and TCP on one address, answers for the cluster's domain from memory. */
public final class DnsServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DnsServer.class);

    /** More forwarded queries or connections at once are dropped: their clients ask again. */
    private static final int MAX_CONCURRENT = 256;

    /** Largest UDP answer without EDNS (RFC 1035). */
    private static final int PLAIN_UDP_BYTES = 512;

    private static final int TCP_IDLE_MILLIS = 10_000;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Name domain;
    private final DnsResponder responder;
    private final Semaphore concurrent = new Semaphore(MAX_CONCURRENT);
    private volatile ClusterZone zone;

    /**
     * Binds the server; {@link #start} makes it answer.
     *
     * @param address where to listen
     * @param clusterDomain for example {@code cluster.local}
     * @param forwarders name servers for all other names
     */
    public DnsServer(InetSocketAddress address, String clusterDomain, List<InetSocketAddress> forwarders)
            throws IOException {
        this.domain = Name.fromString(clusterDomain + ".");
        this.zone = ClusterZone.of(domain, List.of(), List.of());
        this.responder = new DnsResponder(domain, () -> zone, new Forwarder(forwarders));
        this.udp = new DatagramSocket(address);
        this.tcp = new ServerSocket();
        try {
            tcp.setReuseAddress(true);
            tcp.bind(new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort()));
        } catch (IOException e) {
            tcp.close();
            udp.close();
            throw e;
        }
    }

    public void start() {
        Thread.ofPlatform().daemon().name("dns-udp").start(this::serveUdp);
        Thread.ofPlatform().daemon().name("dns-tcp").start(this::serveTcp);
    }

    /** Replaces what is known of the cluster: services (core/v1) and EndpointSlices (discovery.k8s.io/v1). */
    public void update(Collection<JsonNode> services, Collection<JsonNode> endpointSlices) {
        zone = ClusterZone.of(domain, services, endpointSlices);
    }

    public int port() {
        return udp.getLocalPort();
    }

    private void serveUdp() {
        byte[] buffer = new byte[4096];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                answer(Arrays.copyOf(packet.getData(), packet.getLength()), packet);
            } catch (IOException e) {
                if (!udp.isClosed()) {
                    LOG.debug("query not answered error={}", e.getMessage());
                }
            }
        }
    }

    private void answer(byte[] bytes, DatagramPacket packet) throws IOException {
        Message query = new Message(bytes);
        InetSocketAddress client = (InetSocketAddress) packet.getSocketAddress();
        if (responder.isLocal(query)) {
            send(query, client);
        } else if (concurrent.tryAcquire()) {
            Thread.ofVirtual().start(() -> {
                try {
                    send(query, client);
                } catch (IOException e) {
                    LOG.debug("query not answered client={} error={}", client, e.getMessage());
                } finally {
                    concurrent.release();
                }
            });
        }
    }

    private void send(Message query, InetSocketAddress client) throws IOException {
        OPTRecord edns = query.getOPT();
        int limit = edns == null ? PLAIN_UDP_BYTES : Math.max(PLAIN_UDP_BYTES, edns.getPayloadSize());
        byte[] answer = responder.answer(query).toWire(limit);
        udp.send(new DatagramPacket(answer, answer.length, client));
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket socket = tcp.accept();
                if (concurrent.tryAcquire()) {
                    Thread.ofVirtual().start(() -> serve(socket));
                } else {
                    socket.close();
                }
            } catch (IOException e) {
                if (!tcp.isClosed()) {
                    LOG.debug("connection not accepted error={}", e.getMessage());
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(TCP_IDLE_MILLIS);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            while (true) {
                byte[] bytes = new byte[in.readUnsignedShort()];
                in.readFully(bytes);
                byte[] answer = tcpAnswer(bytes);
                out.writeShort(answer.length);
                out.write(answer);
                out.flush();
            }
        } catch (IOException e) {
            LOG.trace("connection ended error={}", e.getMessage());
        } finally {
            concurrent.release();
        }
    }

    private byte[] tcpAnswer(byte[] bytes) throws IOException {
        Message query = new Message(bytes);
        Message answer =
                query.getQuestion() == null ? DnsResponder.empty(query, Rcode.FORMERR) : responder.answer(query);
        return answer.toWire(65535);
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
