package io.gantry.agent.dns;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;

/**
 * All records that services and their endpoints give, by name: an immutable table made whole when something changes
 * (Kubernetes DNS-Based Service Discovery, schema version 1.1.0).
 */
final class ClusterZone {

    private static final long TTL_SECONDS = 5;

    private final Map<Name, List<Record>> records = new HashMap<>();
    private final Set<Name> names = new HashSet<>();
    private final Map<String, JsonNode> services = new HashMap<>();
    private final Name domain;

    private ClusterZone(Name domain) {
        this.domain = domain;
    }

    /**
     * Builds the zone.
     *
     * @param domain for example {@code cluster.local.}
     * @param services core/v1
     * @param slices discovery.k8s.io/v1
     */
    static ClusterZone of(Name domain, Collection<JsonNode> services, Collection<JsonNode> slices) {
        ClusterZone zone = new ClusterZone(domain);
        zone.add(new TXTRecord(zone.name("dns-version"), DClass.IN, TTL_SECONDS, "1.1.0"));
        zone.addEmpty(zone.name("svc"));
        zone.addEmpty(zone.name("pod"));
        for (JsonNode service : services) {
            zone.services.put(
                    id(
                            service.path("metadata").path("namespace").asText(),
                            service.path("metadata").path("name").asText()),
                    service);
            zone.service(service);
        }
        slices.forEach(zone::slice);
        return zone;
    }

    /** Records of a name, empty when it has none. */
    List<Record> find(Name name) {
        return records.getOrDefault(name, List.of());
    }

    /** Whether the name, or a name below it, has records: then an empty answer is NOERROR and not NXDOMAIN (RFC 8020). */
    boolean exists(Name name) {
        return names.contains(name);
    }

    private static String id(String namespace, String name) {
        return namespace + "/" + name;
    }

    private void service(JsonNode service) {
        JsonNode spec = service.path("spec");
        Name name = serviceName(service);
        addEmpty(name);
        if (spec.path("type").asText().equals("ExternalName")) {
            Name target = parse(spec.path("externalName").asText() + ".");
            add(new CNAMERecord(name, DClass.IN, TTL_SECONDS, target));
            return;
        }
        if (isHeadless(service)) {
            return;
        }
        for (String address : clusterIps(spec)) {
            address(name, address);
            pointer(address, name);
        }
        for (JsonNode port : spec.path("ports")) {
            portRecord(port, name, port.path("port").asInt(), name);
        }
    }

    private void slice(JsonNode slice) {
        String namespace = slice.path("metadata").path("namespace").asText();
        String owner = slice.path("metadata")
                .path("labels")
                .path("kubernetes.io/service-name")
                .asText();
        JsonNode service = services.get(id(namespace, owner));
        if (service == null || !isHeadless(service)) {
            return;
        }
        Name name = serviceName(service);
        boolean unready = service.path("spec").path("publishNotReadyAddresses").asBoolean();
        for (JsonNode endpoint : slice.path("endpoints")) {
            if (unready || endpoint.path("conditions").path("ready").asBoolean(true)) {
                endpoint.path("addresses").forEach(address -> endpoint(slice, endpoint, address.asText(), name));
            }
        }
    }

    private void endpoint(JsonNode slice, JsonNode endpoint, String address, Name service) {
        address(service, address);
        String host = endpoint.path("hostname").asText(address.replace('.', '-').replace(':', '-'));
        Name name = below(host, service);
        address(name, address);
        pointer(address, name);
        for (JsonNode port : slice.path("ports")) {
            portRecord(port, service, port.path("port").asInt(), name);
        }
    }

    private void portRecord(JsonNode port, Name service, int number, Name target) {
        String portName = port.path("name").asText("");
        if (!portName.isEmpty()) {
            String protocol = port.path("protocol").asText("TCP").toLowerCase(Locale.ROOT);
            Name name = below("_" + portName, below("_" + protocol, service));
            add(new SRVRecord(name, DClass.IN, TTL_SECONDS, 0, 100, number, target));
        }
    }

    private void address(Name name, String address) {
        byte[] ipv4 = Address.toByteArray(address, Address.IPv4);
        if (ipv4 != null) {
            add(new ARecord(name, DClass.IN, TTL_SECONDS, ipv4));
            return;
        }
        byte[] ipv6 = Address.toByteArray(address, Address.IPv6);
        if (ipv6 != null) {
            add(new AAAARecord(name, DClass.IN, TTL_SECONDS, ipv6));
        }
    }

    private void pointer(String address, Name target) {
        try {
            add(new PTRRecord(ReverseMap.fromAddress(address), DClass.IN, TTL_SECONDS, target));
        } catch (java.net.UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + address, e);
        }
    }

    private void add(Record record) {
        List<Record> list = records.computeIfAbsent(record.getName(), name -> new ArrayList<>());
        if (!list.contains(record)) {
            list.add(record);
        }
        addEmpty(record.getName());
    }

    private void addEmpty(Name name) {
        Name next = name;
        while (next.labels() > 1 && names.add(next)) {
            next = new Name(next, 1);
        }
    }

    private Name serviceName(JsonNode service) {
        JsonNode metadata = service.path("metadata");
        return name(metadata.path("name").asText() + "."
                + metadata.path("namespace").asText() + ".svc");
    }

    private Name name(String relative) {
        return parse(relative + "." + domain);
    }

    private static Name below(String label, Name parent) {
        return parse(label + "." + parent);
    }

    private static Name parse(String text) {
        try {
            return new Name(text);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("not a DNS name: " + text, e);
        }
    }

    private static boolean isHeadless(JsonNode service) {
        return service.path("spec").path("clusterIP").asText().equals("None");
    }

    private static List<String> clusterIps(JsonNode spec) {
        List<String> addresses = new ArrayList<>();
        spec.path("clusterIPs").forEach(address -> addresses.add(address.asText()));
        if (addresses.isEmpty() && !spec.path("clusterIP").asText("").isEmpty()) {
            addresses.add(spec.path("clusterIP").asText());
        }
        return addresses;
    }
}
