package io.gantry.agent.node;

import io.gantry.agent.object.Quantity;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a node has, what it offers to the scheduler, and what pods may really use.
 *
 * @param capacity by resource
 * @param allocatable what is not reserved, less what must stay free for pods not to be evicted, and the memory of huge pages
 * @param limits what is not reserved
 */
public record NodeResources(
        Map<String, Quantity> capacity, Map<String, Quantity> allocatable, Map<String, Quantity> limits) {

    private static final String HUGE_PAGES = "hugepages-";
    private static final long KIB = 1024;

    /** @param disk bytes of the file system that holds containers */
    public static NodeResources of(HostFacts facts, long disk, Reservations reservations) throws IOException {
        Map<String, Quantity> capacity = new TreeMap<>();
        capacity.put("cpu", Quantity.of(facts.processors()));
        capacity.put("memory", Quantity.of(facts.memoryTotal()));
        capacity.put("ephemeral-storage", Quantity.of(disk));
        facts.hugePages().forEach((size, bytes) -> capacity.put(size.resource(), Quantity.of(bytes)));
        return of(capacity, reservations);
    }

    /** @throws IllegalArgumentException when more is reserved than there is */
    static NodeResources of(Map<String, Quantity> capacity, Reservations reservations) {
        Map<String, Quantity> allocatable = new TreeMap<>();
        Map<String, Quantity> limits = new TreeMap<>();
        capacity.forEach((resource, all) -> {
            Quantity reserved = reservations.settings().of(resource);
            Quantity kept = reserved.plus(Quantity.of(reservations.kept(resource, all.units())));
            if (kept.exceeds(all)) {
                throw new IllegalArgumentException("invalid Node Allocatable configuration. Resource \"" + resource
                        + "\" has a reservation of " + text(resource, kept) + " but capacity of " + text(resource, all)
                        + ". Expected capacity >= reservation.");
            }
            limits.put(resource, all.minus(reserved));
            allocatable.put(resource, all.minus(kept));
        });
        capacity.forEach((resource, all) -> {
            if (resource.startsWith(HUGE_PAGES)) {
                allocatable.merge(
                        "memory", all, (memory, pages) -> memory.minus(pages).max(Quantity.of(0)));
            }
        });
        return new NodeResources(Map.copyOf(capacity), Map.copyOf(allocatable), Map.copyOf(limits));
    }

    /** What pods may use together. */
    public Quantity offered(String resource) {
        return limits.getOrDefault(resource, Quantity.of(0));
    }

    /** As upstream writes it: processors as a number or in thousandths, memory and disk in Ki. */
    static String text(String resource, Quantity amount) {
        if (resource.equals("cpu")) {
            long millis = amount.millis();
            return millis % 1000 == 0 ? Long.toString(millis / 1000) : millis + "m";
        }
        return resource.startsWith(HUGE_PAGES) ? Quantity.binary(amount.units()) : amount.units() / KIB + "Ki";
    }
}
