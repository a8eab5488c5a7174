package io.gantry.launcher;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a user may choose, by environment variables.
 *
 * @param databaseUrl JDBC URL of an external database, absent for the embedded one
 * @param databasePort port of the embedded database on 127.0.0.1
 * @param apiPort HTTPS port of the API
 * @param serverPort port on 127.0.0.1 at which the application server itself listens, by default the one after the API's
 * @param gatewayPort port that node agents dial
 * @param machineNetwork first three octets of the network that joins the nodes of this machine; the host is .1
 */
record Settings(
        Optional<String> databaseUrl,
        int databasePort,
        int apiPort,
        int serverPort,
        int gatewayPort,
        String machineNetwork) {

    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern THREE_OCTETS = Pattern.compile(OCTET + "(?:\\." + OCTET + "){2}");

    static final String CLUSTER_CIDR = "10.244.0.0/16";
    static final String SERVICE_CIDR = "10.96.0.0/16";
    static final String DNS_ADDRESS = "10.96.0.10";
    static final String KUBERNETES_ADDRESS = "10.96.0.1";

    static Settings fromEnvironment() {
        int apiPort = port("GANTRY_API_PORT", 6443);
        return new Settings(
                Optional.ofNullable(System.getenv("GANTRY_DATABASE_URL")),
                port("GANTRY_DATABASE_PORT", 15432),
                apiPort,
                port("GANTRY_SERVER_PORT", apiPort + 1),
                port("GANTRY_NODE_PORT", 6445),
                network(Optional.ofNullable(System.getenv("GANTRY_MACHINE_NETWORK"))
                        .orElse("172.30.250")));
    }

    static String network(String text) {
        if (!THREE_OCTETS.matcher(text).matches()) {
            throw new Failure(
                    "GANTRY_MACHINE_NETWORK must be the first three octets of an IPv4 network, such as 172.30.250: "
                            + text);
        }
        return text;
    }

    private static int port(String variable, int otherwise) {
        String text = System.getenv(variable);
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Failure(variable + " must be a port number: " + text);
        }
    }

    String hostAddress() {
        return machineNetwork + ".1";
    }

    /** The address of the n-th node, counted from 1; the first is the host itself. */
    String nodeAddress(int number) {
        return machineNetwork + "." + number;
    }

    /** Addresses for services of type LoadBalancer. */
    String loadBalancerRange() {
        return machineNetwork + ".200-" + machineNetwork + ".250";
    }

    static String nodeName(int number) {
        return "node-" + number;
    }

    static List<Integer> nodeNumbers(int count) {
        return IntStream.rangeClosed(1, count).boxed().toList();
    }
}
