package io.gantry.agent.proxy;

import io.gantry.agent.object.Sha256;
import java.nio.charset.StandardCharsets;

/** Names of the chains of services and endpoints: a hash, since iptables allows 28 characters. */
final class ChainNames {

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int HASH_LENGTH = 16;

    private ChainNames() {}

    /** All endpoints of a service port. */
    static String service(ServicePort port) {
        return "KUBE-SVC-" + hash(port.id() + port.protocol());
    }

    /** The endpoints of a service port on this node. */
    static String local(ServicePort port) {
        return "KUBE-SVL-" + hash(port.id() + port.protocol());
    }

    /** Traffic to a service port from outside the cluster. */
    static String external(ServicePort port) {
        return "KUBE-EXT-" + hash(port.id() + port.protocol());
    }

    static String endpoint(ServicePort port, ServicePort.Endpoint endpoint) {
        return "KUBE-SEP-" + hash(port.id() + port.protocol() + endpoint.address() + ":" + endpoint.port());
    }

    private static String hash(String text) {
        byte[] digest = Sha256.of(text.getBytes(StandardCharsets.UTF_8));
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < HASH_LENGTH; i++) {
            int bit = i * 5;
            int pair = (digest[bit / 8] & 0xff) << 8 | digest[bit / 8 + 1] & 0xff;
            name.append(BASE32.charAt(pair >> (11 - bit % 8) & 31));
        }
        return name.toString();
    }
}
