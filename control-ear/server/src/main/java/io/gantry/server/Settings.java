package io.gantry.server;

import io.gantry.object.GroupResource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator sets, by environment variables.
 *
 * @param databaseUrl {@code GANTRY_DATABASE_URL}, a JDBC URL of PostgreSQL
 * @param databaseUser {@code GANTRY_DATABASE_USER}, empty when the URL says it
 * @param databasePassword {@code GANTRY_DATABASE_PASSWORD}, empty when the URL says it
 * @param pki {@code GANTRY_PKI_DIR}: ca.crt, apiserver.crt and .key, service-account.key, optionally tokens.csv
 *     and ca.key, with which certificate signing requests are signed, and front-proxy-ca.crt, front-proxy-client.crt and .key, with
 *     which users are vouched for towards extension API servers
 * @param state {@code GANTRY_STATE_DIR}, where this instance notes the revision it has seen, to notice a database that was put
 *     back; empty to go by the database alone
 * @param bindAddress {@code GANTRY_BIND_ADDRESS}, {@code *} for all that this machine has
 * @param apiPort {@code GANTRY_API_PORT}
 * @param serverPort {@code GANTRY_SERVER_PORT}, where the application server itself listens, on 127.0.0.1
 * @param nodePort {@code GANTRY_NODE_PORT}, where node agents dial
 * @param advertiseAddress {@code GANTRY_ADVERTISE_ADDRESS}, where pods and nodes reach this instance; by default the
 *     machine's first address
 * @param serviceCidr {@code GANTRY_SERVICE_CIDR}
 * @param clusterCidr {@code GANTRY_CLUSTER_CIDR}, which all pod addresses lie in
 * @param dnsAddress {@code GANTRY_DNS_ADDRESS}, by default the tenth of the service CIDR
 * @param clusterDomain {@code GANTRY_CLUSTER_DOMAIN}
 * @param loadBalancerRange {@code GANTRY_LOAD_BALANCER_RANGE}, addresses for services of type LoadBalancer; empty for none
 * @param oidc {@code GANTRY_OIDC_*}
 * @param auditPolicy {@code GANTRY_AUDIT_POLICY_FILE}, which requests are written down; absent for none
 * @param auditLog {@code GANTRY_AUDIT_LOG_FILE}, where they are written
 * @param encryptionKeys {@code GANTRY_ENCRYPTION_KEYS_FILE}, the keys of values in the database; by default encryption.keys beside the
 *     certificates
 * @param encrypted {@code GANTRY_ENCRYPTED_RESOURCES}, what is encrypted besides secrets, for example
 *     {@code configmaps,widgets.example.com}
 * @param historyDays {@code GANTRY_HISTORY_DAYS}, how long every revision is kept
 */
public record Settings(
        String databaseUrl,
        String databaseUser,
        String databasePassword,
        Path pki,
        Optional<Path> state,
        String bindAddress,
        int apiPort,
        int serverPort,
        int nodePort,
        String advertiseAddress,
        String serviceCidr,
        String clusterCidr,
        String dnsAddress,
        String clusterDomain,
        Optional<String> loadBalancerRange,
        Optional<OidcOptions> oidc,
        Optional<Path> auditPolicy,
        Optional<Path> auditLog,
        Path encryptionKeys,
        Set<GroupResource> encrypted,
        int historyDays) {

    private static final int DNS_HOST = 10;

    public static Settings of(Map<String, String> environment) {
        String serviceCidr = environment.getOrDefault("GANTRY_SERVICE_CIDR", "10.96.0.0/16");
        return new Settings(
                required(environment, "GANTRY_DATABASE_URL"),
                environment.getOrDefault("GANTRY_DATABASE_USER", ""),
                environment.getOrDefault("GANTRY_DATABASE_PASSWORD", ""),
                Path.of(required(environment, "GANTRY_PKI_DIR")),
                Optional.ofNullable(environment.get("GANTRY_STATE_DIR"))
                        .filter(directory -> !directory.isBlank())
                        .map(Path::of),
                environment.getOrDefault("GANTRY_BIND_ADDRESS", "*"),
                Integer.parseInt(environment.getOrDefault("GANTRY_API_PORT", "6443")),
                Integer.parseInt(environment.getOrDefault("GANTRY_SERVER_PORT", "6444")),
                Integer.parseInt(environment.getOrDefault("GANTRY_NODE_PORT", "6445")),
                Optional.ofNullable(environment.get("GANTRY_ADVERTISE_ADDRESS"))
                        .or(HostAddress::first)
                        .orElse("127.0.0.1"),
                serviceCidr,
                environment.getOrDefault("GANTRY_CLUSTER_CIDR", "10.244.0.0/16"),
                environment.getOrDefault("GANTRY_DNS_ADDRESS", hostOf(serviceCidr, DNS_HOST)),
                environment.getOrDefault("GANTRY_CLUSTER_DOMAIN", "cluster.local"),
                Optional.ofNullable(environment.get("GANTRY_LOAD_BALANCER_RANGE"))
                        .filter(range -> !range.isBlank()),
                OidcOptions.of(environment),
                path(environment, "GANTRY_AUDIT_POLICY_FILE"),
                path(environment, "GANTRY_AUDIT_LOG_FILE"),
                path(environment, "GANTRY_ENCRYPTION_KEYS_FILE")
                        .orElseGet(() -> Path.of(required(environment, "GANTRY_PKI_DIR"), "encryption.keys")),
                encrypted(environment.getOrDefault("GANTRY_ENCRYPTED_RESOURCES", "")),
                Integer.parseInt(environment.getOrDefault("GANTRY_HISTORY_DAYS", "7")));
    }

    /** Where the API listens. */
    public InetSocketAddress apiAddress() {
        return bindAddress.equals("*") ? new InetSocketAddress(apiPort) : new InetSocketAddress(bindAddress, apiPort);
    }

    /** The address of the service {@code kubernetes}. */
    public String kubernetesServiceAddress() {
        return hostOf(serviceCidr, 1);
    }

    /** Secrets always, and what is named. */
    private static Set<GroupResource> encrypted(String text) {
        Set<GroupResource> resources = new HashSet<>(Set.of(new GroupResource("", "secrets")));
        for (String name : text.split("[, ]+")) {
            if (!name.isEmpty()) {
                resources.add(GroupResource.parse(name));
            }
        }
        return Set.copyOf(resources);
    }

    private static Optional<Path> path(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(text -> !text.isBlank())
                .map(Path::of);
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return value;
    }

    /** The n-th address of a network: {@code hostOf("10.96.0.0/16", 10)} is {@code 10.96.0.10}. */
    private static String hostOf(String cidr, int number) {
        String network = cidr.substring(0, cidr.indexOf('/') < 0 ? cidr.length() : cidr.indexOf('/'));
        try {
            byte[] bytes = InetAddress.ofLiteral(network).getAddress();
            bytes[bytes.length - 1] += (byte) number;
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("GANTRY_SERVICE_CIDR is not a network: " + cidr, e);
        }
    }
}
