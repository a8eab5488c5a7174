package io.gantry.agent.pod;

import io.gantry.agent.certificate.PodCertificates;
import io.gantry.agent.cgroup.GroupSettings;
import io.gantry.agent.cgroup.PodGroups;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.Reporter;
import io.gantry.agent.cni.CniPlugins;
import io.gantry.agent.cni.HostRules;
import io.gantry.agent.cni.PodNetworks;
import io.gantry.agent.host.HostCommands;
import io.gantry.agent.host.Mounts;
import io.gantry.agent.image.CredentialVerification;
import io.gantry.agent.image.ImagePulls;
import io.gantry.agent.image.PullRecordFiles;
import io.gantry.agent.image.PulledImages;
import io.gantry.agent.object.NodeState;
import io.gantry.agent.probe.HandlerRunner;
import io.gantry.agent.runtime.ContainerEngine;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.agent.runtime.ContainerStream;
import io.gantry.agent.runtime.ContainerStreams;
import io.gantry.agent.runtime.ImageStore;
import io.gantry.agent.runtime.ListedImages;
import io.gantry.agent.token.PodTokens;
import io.gantry.agent.volume.LocalVolumes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What pod workers work with, of which nothing reaches further than a directory. */
final class TestServices {

    private static final ContainerStreams STREAMS = new ContainerStreams() {

        @Override
        public ContainerStream logs(ContainerRecord container, LogRange range) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Exec exec(ContainerRecord container, ExecSpec spec) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ContainerStream attach(ContainerRecord container, boolean stdin, boolean stdout, boolean stderr) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void resize(ContainerRecord container, int width, int height) {
            throw new UnsupportedOperationException();
        }
    };

    private static final ImageStore IMAGES = new ListedImages(List.of());

    private TestServices() {}

    static PodServices of(
            Path directory, ContainerEngine engine, ClusterState cluster, Reporter reporter, InstantSource clock)
            throws IOException {
        HostCommands commands = new HostCommands();
        return new PodServices(
                new NodeContext("n", List.of("192.0.2.1"), 1L << 30, 0, Map.of(), directory, false),
                cluster,
                reporter,
                engine,
                STREAMS,
                new ImagePulls(
                        IMAGES,
                        new PulledImages(
                                new PullRecordFiles(directory.resolve("image_manager")),
                                CredentialVerification.DEFAULT,
                                clock),
                        cluster,
                        reporter,
                        clock),
                new PodNetworks(
                        new CniPlugins(commands, directory),
                        new HostRules(commands),
                        directory.resolve("none"),
                        directory.resolve("leases"),
                        "br0"),
                new PodGroups(GroupSettings.OFF, List.of(), commands, directory),
                new Mounts(commands),
                new LocalVolumes(directory.resolve("local-volumes")),
                new PodDirectories(directory.resolve("pods")),
                new HandlerRunner(STREAMS),
                new PodTokens(
                        request -> {
                            throw new IOException("no control plane");
                        },
                        clock),
                new PodCertificates(
                        (source, stub) -> {
                            throw new IOException("no control plane");
                        },
                        cluster,
                        reporter,
                        new Random(1),
                        clock),
                new NodeAllocations(Map.of()),
                () -> NodeState.HEALTHY,
                clock);
    }
}
