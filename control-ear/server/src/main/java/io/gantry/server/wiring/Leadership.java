package io.gantry.server.wiring;

import io.gantry.aggregation.Aggregation;
import io.gantry.aggregation.DiscoveryProbe;
import io.gantry.authentication.LegacyTokens;
import io.gantry.cache.WatchCache;
import io.gantry.controller.LeaderElection;
import io.gantry.controller.LeaderElector;
import io.gantry.controller.loadbalancer.AddressPool;
import io.gantry.controller.model.Ipv4Block;
import io.gantry.controllers.ControllerSettings;
import io.gantry.event.EventRecorder;
import io.gantry.registry.ObjectWriter;
import io.gantry.registry.Registry;
import io.gantry.resource.Resources;
import io.gantry.resource.allocation.IpRange;
import io.gantry.server.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * What only one instance of all does at a time: the controllers and the scheduler.
 *
 * @param parts takes what has to be given up at the end
 * @param tasks runs the scheduler's bindings
 * @param random for keys
 */
record Leadership(
        Settings settings, Parts parts, Ticker ticker, Executor tasks, InstantSource clock, SecureRandom random) {

    static final String CONTROLLERS = "kube-controller-manager";
    static final String SCHEDULER = "kube-scheduler";

    private static final Duration CONTROLLER_TICK = Duration.ofMillis(200);

    /** Begins to compete for both. The port for nodes must be this instance's by now. */
    void begin(
            Resources resources,
            AccessControl access,
            WatchCache cache,
            Registry registry,
            EventRecorder events,
            Aggregation aggregation)
            throws IOException {
        LeaderElection election = LeaderElection.at(
                settings.advertiseAddress() + ":" + settings.nodePort(),
                UUID.randomUUID().toString());
        ObjectWriter managing = registry.as(CONTROLLERS);
        LeadingControllers controllers =
                new LeadingControllers(cache, managing, controllerSettings(resources, access, aggregation), clock);
        ObjectWriter scheduling = registry.as(SCHEDULER);
        LeadingScheduler scheduler =
                new LeadingScheduler(cache, scheduling, events::record, tasks, clock, new SplittableRandom());
        elect(CONTROLLERS, election, managing, controllers);
        elect(SCHEDULER, election, scheduling, scheduler);
        ticker.every(CONTROLLER_TICK, "controllers", controllers::tick);
    }

    private void elect(String lease, LeaderElection election, ObjectWriter writer, LeaderElector.Follower follower) {
        LeaderElector elector = new LeaderElector(election, lease, writer, follower);
        parts.add(lease, () -> elector.release(clock.instant()));
        ticker.every(LeaderElection.RETRY_PERIOD, lease, elector::tick);
    }

    private ControllerSettings controllerSettings(Resources resources, AccessControl access, Aggregation aggregation)
            throws IOException {
        ControllerSettings.Builder controllers = ControllerSettings.builder(resources::all)
                .serviceNetwork(IpRange.parse(settings.serviceCidr()))
                .podNetwork(Ipv4Block.parse(settings.clusterCidr()))
                .loadBalancers(AddressPool.parse(settings.loadBalancerRange().orElse("")))
                .discoveryProbe(DiscoveryProbe.over(aggregation.forwarding()))
                .authorizer(access.authorizer())
                .tokenSigner((account, secret) -> LegacyTokens.sign(access.signer(), account, secret))
                .rootCertificate(Files.readString(settings.pki().resolve("ca.crt")));
        Keys.authority(settings.pki(), random).ifPresent(controllers::certificateSigner);
        return controllers.build();
    }
}
