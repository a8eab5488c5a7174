package io.gantry.controllers;

import io.gantry.aggregation.DiscoveryProbe;
import io.gantry.certificates.CertificateSigner;
import io.gantry.controller.loadbalancer.AddressPool;
import io.gantry.controller.model.Ipv4Block;
import io.gantry.controller.nodelifecycle.NodeLifecycleSettings;
import io.gantry.controller.serviceaccounttoken.ServiceAccountTokenController;
import io.gantry.identity.Authorizer;
import io.gantry.resource.ResourceDefinition;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the controllers of a cluster need to know.
 *
 * @param definitions all resources that are served at the time of asking
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

    /** Upstream's defaults, with the usual pod network 10.244.0.0/16 and no load balancers. */
    public static ControllerSettings defaults(Supplier<? extends Collection<ResourceDefinition>> definitions) {
        return new ControllerSettings(
                definitions,
                Ipv4Block.parse("10.244.0.0/16"),
                24,
                new AddressPool(List.of()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                NodeLifecycleSettings.DEFAULT,
                12_500,
                Duration.ofHours(1),
                Optional.empty(),
                Optional.empty());
    }

    public ControllerSettings withPodNetwork(Ipv4Block network) {
        return new ControllerSettings(
                definitions,
                network,
                nodePrefix,
                loadBalancers,
                rootCertificate,
                tokenSigner,
                certificateSigner,
                nodeLifecycle,
                terminatedPods,
                eventLifetime,
                authorizer,
                discoveryProbe);
    }

    public ControllerSettings withLoadBalancers(AddressPool pool) {
        return new ControllerSettings(
                definitions,
                podNetwork,
                nodePrefix,
                pool,
                rootCertificate,
                tokenSigner,
                certificateSigner,
                nodeLifecycle,
                terminatedPods,
                eventLifetime,
                authorizer,
                discoveryProbe);
    }

    public ControllerSettings withRootCertificate(String pem) {
        return new ControllerSettings(
                definitions,
                podNetwork,
                nodePrefix,
                loadBalancers,
                Optional.of(pem),
                tokenSigner,
                certificateSigner,
                nodeLifecycle,
                terminatedPods,
                eventLifetime,
                authorizer,
                discoveryProbe);
    }

    public ControllerSettings withTokenSigner(ServiceAccountTokenController.Signer signer) {
        return new ControllerSettings(
                definitions,
                podNetwork,
                nodePrefix,
                loadBalancers,
                rootCertificate,
                Optional.of(signer),
                certificateSigner,
                nodeLifecycle,
                terminatedPods,
                eventLifetime,
                authorizer,
                discoveryProbe);
    }

    public ControllerSettings withCertificateSigner(CertificateSigner signer) {
        return new ControllerSettings(
                definitions,
                podNetwork,
                nodePrefix,
                loadBalancers,
                rootCertificate,
                tokenSigner,
                Optional.of(signer),
                nodeLifecycle,
                terminatedPods,
                eventLifetime,
                authorizer,
                discoveryProbe);
    }

    public ControllerSettings withNodeLifecycle(NodeLifecycleSettings lifecycle) {
        return new ControllerSettings(
                definitions,
                podNetwork,
                nodePrefix,
                loadBalancers,
                rootCertificate,
                tokenSigner,
                certificateSigner,
                lifecycle,
                terminatedPods,
                eventLifetime,
                authorizer,
                discoveryProbe);
    }

    public ControllerSettings withAuthorizer(Authorizer judge) {
        return new ControllerSettings(
                definitions,
                podNetwork,
                nodePrefix,
                loadBalancers,
                rootCertificate,
                tokenSigner,
                certificateSigner,
                nodeLifecycle,
                terminatedPods,
                eventLifetime,
                Optional.of(judge),
                discoveryProbe);
    }

    public ControllerSettings withDiscoveryProbe(DiscoveryProbe probe) {
        return new ControllerSettings(
                definitions,
                podNetwork,
                nodePrefix,
                loadBalancers,
                rootCertificate,
                tokenSigner,
                certificateSigner,
                nodeLifecycle,
                terminatedPods,
                eventLifetime,
                authorizer,
                Optional.of(probe));
    }
}
