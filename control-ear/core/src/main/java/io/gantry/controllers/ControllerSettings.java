package io.gantry.controllers;

import io.gantry.aggregation.DiscoveryProbe;
import io.gantry.certificates.CertificateSigner;
import io.gantry.controller.loadbalancer.AddressPool;
import io.gantry.controller.model.Ipv4Block;
import io.gantry.controller.nodelifecycle.NodeLifecycleSettings;
import io.gantry.controller.serviceaccounttoken.ServiceAccountTokenController;
import io.gantry.identity.Authorizer;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.allocation.IpRange;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the controllers of a cluster need to know.
 *
 * @param definitions all resources that are served at the time of asking
 * @param serviceNetwork network that services have addresses from, besides those of ServiceCIDRs
 * @param podNetwork network from which each node gets its part
 * @param nodePrefix bits of a node's part
 * @param loadBalancers addresses for services of type LoadBalancer; empty leaves them to others
 * @param rootCertificate PEM of the cluster's CA for kube-root-ca.crt; absent publishes none
 * @param tokenSigner signs the tokens of secrets; absent fills none
 * @param certificateSigner signs certificates with the cluster's authority; absent signs none
 * @param nodeLifecycle when nodes count as lost
 * @param terminatedPods ended pods that are kept
 * @param eventLifetime how long events are kept
 * @param authorizer judges who may have a certificate without being asked; absent approves none
 * @param discoveryProbe asks extension servers whether they are there; absent asks none
 */
public record ControllerSettings(
        Supplier<? extends Collection<ResourceDefinition>> definitions,
        IpRange serviceNetwork,
        Ipv4Block podNetwork,
        int nodePrefix,
        AddressPool loadBalancers,
        Optional<String> rootCertificate,
        Optional<ServiceAccountTokenController.Signer> tokenSigner,
        Optional<CertificateSigner> certificateSigner,
        NodeLifecycleSettings nodeLifecycle,
        int terminatedPods,
        Duration eventLifetime,
        Optional<Authorizer> authorizer,
        Optional<DiscoveryProbe> discoveryProbe) {

    private static final int NODE_PREFIX = 24;
    private static final int TERMINATED_PODS = 12_500;
    private static final Duration EVENT_LIFETIME = Duration.ofHours(1);

    /** Upstream's defaults, with our service network, the usual pod network 10.244.0.0/16 and no load balancers. */
    public static ControllerSettings defaults(Supplier<? extends Collection<ResourceDefinition>> definitions) {
        return builder(definitions).build();
    }

    /** Begins with {@link #defaults}. */
    public static Builder builder(Supplier<? extends Collection<ResourceDefinition>> definitions) {
        return new Builder(definitions);
    }

    /** Settings in the making. */
    public static final class Builder {

        private final Supplier<? extends Collection<ResourceDefinition>> definitions;
        private IpRange serviceNetwork = IpRange.DEFAULT;
        private Ipv4Block podNetwork = Ipv4Block.parse("10.244.0.0/16");
        private AddressPool loadBalancers = new AddressPool(List.of());
        private Optional<String> rootCertificate = Optional.empty();
        private Optional<ServiceAccountTokenController.Signer> tokenSigner = Optional.empty();
        private Optional<CertificateSigner> certificateSigner = Optional.empty();
        private Optional<Authorizer> authorizer = Optional.empty();
        private Optional<DiscoveryProbe> discoveryProbe = Optional.empty();

        private Builder(Supplier<? extends Collection<ResourceDefinition>> definitions) {
            this.definitions = definitions;
        }

        public Builder serviceNetwork(IpRange network) {
            serviceNetwork = network;
            return this;
        }

        public Builder podNetwork(Ipv4Block network) {
            podNetwork = network;
            return this;
        }

        public Builder loadBalancers(AddressPool pool) {
            loadBalancers = pool;
            return this;
        }

        public Builder rootCertificate(String pem) {
            rootCertificate = Optional.of(pem);
            return this;
        }

        public Builder tokenSigner(ServiceAccountTokenController.Signer signer) {
            tokenSigner = Optional.of(signer);
            return this;
        }

        public Builder certificateSigner(CertificateSigner signer) {
            certificateSigner = Optional.of(signer);
            return this;
        }

        public Builder authorizer(Authorizer judge) {
            authorizer = Optional.of(judge);
            return this;
        }

        public Builder discoveryProbe(DiscoveryProbe probe) {
            discoveryProbe = Optional.of(probe);
            return this;
        }

        public ControllerSettings build() {
            return new ControllerSettings(
                    definitions,
                    serviceNetwork,
                    podNetwork,
                    NODE_PREFIX,
                    loadBalancers,
                    rootCertificate,
                    tokenSigner,
                    certificateSigner,
                    NodeLifecycleSettings.DEFAULT,
                    TERMINATED_PODS,
                    EVENT_LIFETIME,
                    authorizer,
                    discoveryProbe);
        }
    }
}
