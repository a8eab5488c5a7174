package io.gantry.agent.pod;

import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.ContainerRecord;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/** Finds out how a pod is: from the engine, from the disk, from the agent's memory. */
final class PodObserver {

    private final PodServices services;
    private final PodMemory memory;
    private final PodProbes probes;
    private final TerminationMessages messages;

    PodObserver(PodServices services, PodMemory memory, PodProbes probes) {
        this.services = services;
        this.memory = memory;
        this.probes = probes;
        this.messages = new TerminationMessages(services.streams());
    }

    PodActual observe(Pod pod) throws IOException {
        List<ContainerRecord> records = services.engine().list(pod.uid()).stream()
                .sorted(Comparator.comparing(ContainerRecord::createdAt)
                        .thenComparing(ContainerRecord::attempt)
                        .reversed())
                .toList();
        List<ContainerRecord> containers =
                records.stream().filter(record -> !record.sandbox()).toList();
        memory.retain(containers.stream().map(ContainerRecord::id).toList());
        for (ContainerRecord container : containers) {
            if (container.exited() && !memory.messages().containsKey(container.id())) {
                memory.messages().put(container.id(), messages.of(pod, container));
            }
        }
        observeWithdrawal(pod);
        PodActual.Memory remembered = memory.snapshot();
        return new PodActual(
                records.stream().filter(ContainerRecord::sandbox).toList(),
                containers,
                services.networks().find(services.directories().of(pod.uid())),
                probes.health(pod, containers),
                java.util.Map.copyOf(memory.messages()),
                services.groups().state(pod, remembered.group()),
                remembered);
    }

    private void observeWithdrawal(Pod pod) {
        if (pod.deleting() && Withdrawal.isAwaited(pod, services.cluster().list(ObjectRef.ENDPOINT_SLICES))) {
            memory.withdrawing(services.clock().instant());
        } else {
            memory.withdrawn();
        }
    }
}
