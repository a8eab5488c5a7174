package io.gantry.agent.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.host.Disk;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Times;
import io.gantry.agent.usage.NetworkCounters.Interface;
import io.gantry.agent.usage.Usage;
import java.time.Instant;
import java.util.List;

/** The parts of the summary that several of its objects have (kubelet stats/v1alpha1). */
final class StatsFields {

    private StatsFields() {}

    /** @param limit of the memory; 0 for none */
    static ObjectNode memory(Usage usage, long limit) {
        ObjectNode memory = Json.object().put("time", Times.format(usage.time()));
        if (limit > 0) {
            memory.put("availableBytes", Math.max(0, limit - usage.workingSetBytes()));
        }
        return memory.put("usageBytes", usage.memoryBytes())
                .put("workingSetBytes", usage.workingSetBytes())
                .put("rssBytes", usage.residentBytes())
                .put("pageFaults", usage.pageFaults())
                .put("majorPageFaults", usage.majorPageFaults());
    }

    /** A file system as a whole. */
    static ObjectNode disk(Disk disk, Instant now) {
        return part(disk, disk.usedBytes(), now).put("inodesUsed", disk.inodesUsed());
    }

    /** Something that lies on a file system with others. */
    static ObjectNode part(Disk disk, long usedBytes, Instant now) {
        return Json.object()
                .put("time", Times.format(now))
                .put("availableBytes", disk.availableBytes())
                .put("capacityBytes", disk.capacityBytes())
                .put("usedBytes", usedBytes)
                .put("inodesFree", disk.inodesFree())
                .put("inodes", disk.inodes());
    }

    /** The same with the inodes that it takes, where these are known. */
    static ObjectNode part(Disk disk, long usedBytes, long usedInodes, Instant now) {
        ObjectNode part = part(disk, usedBytes, now);
        return usedInodes > 0 ? part.put("inodesUsed", usedInodes) : part;
    }

    /** The first interface is shown as that of the whole, as upstream does with eth0. */
    static ObjectNode network(List<Interface> interfaces, Instant now) {
        ObjectNode network = Json.object().put("time", Times.format(now));
        Interface main = interfaces.stream()
                .filter(one -> one.name().equals("eth0"))
                .findFirst()
                .orElse(interfaces.getFirst());
        count(network, main);
        ArrayNode list = network.putArray("interfaces");
        interfaces.forEach(one -> count(list.addObject(), one));
        return network;
    }

    private static void count(ObjectNode target, Interface one) {
        target.put("name", one.name())
                .put("rxBytes", one.receivedBytes())
                .put("rxErrors", one.receiveErrors())
                .put("txBytes", one.sentBytes())
                .put("txErrors", one.sendErrors());
    }
}
