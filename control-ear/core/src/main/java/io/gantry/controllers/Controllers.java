package io.gantry.controllers;

import io.gantry.controller.Controller;
import io.gantry.controller.apiservice.ApiServiceAvailability;
import io.gantry.controller.apiservice.CustomGroupRegistration;
import io.gantry.controller.bootstrapsigner.BootstrapSigner;
import io.gantry.controller.certificateapproving.CertificateApprovingController;
import io.gantry.controller.certificatecleaner.CertificateCleaner;
import io.gantry.controller.certificatesigning.CertificateSigningController;
import io.gantry.controller.clusterroleaggregation.ClusterRoleAggregationController;
import io.gantry.controller.customresource.CustomResourceDefinitionController;
import io.gantry.controller.deployment.DeploymentController;
import io.gantry.controller.disruption.DisruptionController;
import io.gantry.controller.endpoint.EndpointsController;
import io.gantry.controller.endpointslice.EndpointSliceController;
import io.gantry.controller.endpointslicemirroring.EndpointSliceMirroringController;
import io.gantry.controller.ephemeral.EphemeralVolumeController;
import io.gantry.controller.eventttl.EventExpiryController;
import io.gantry.controller.flowschema.FlowSchemaController;
import io.gantry.controller.garbage.GarbageCollector;
import io.gantry.controller.ipaddress.IpAddressController;
import io.gantry.controller.loadbalancer.LoadBalancerController;
import io.gantry.controller.namespace.NamespaceController;
import io.gantry.controller.nodeipam.NodeIpamController;
import io.gantry.controller.nodelifecycle.NodeLifecycleController;
import io.gantry.controller.nodelocal.NodeLocalProvisioner;
import io.gantry.controller.persistentvolume.PersistentVolumeController;
import io.gantry.controller.podcertificatecleaner.PodCertificateCleaner;
import io.gantry.controller.podgc.PodGarbageCollector;
import io.gantry.controller.replicaset.ReplicaSetController;
import io.gantry.controller.resourcequota.ResourceQuotaController;
import io.gantry.controller.rootca.RootCaPublisher;
import io.gantry.controller.serviceaccount.ServiceAccountController;
import io.gantry.controller.serviceaccounttoken.ServiceAccountTokenController;
import io.gantry.controller.servicecidr.ServiceCidrController;
import io.gantry.controller.storageprotection.AttributesClassProtectionController;
import io.gantry.controller.storageprotection.ClaimProtectionController;
import io.gantry.controller.storageprotection.VolumeProtectionController;
import io.gantry.controller.tainteviction.TaintEvictionController;
import io.gantry.controller.tokencleaner.BootstrapTokenCleaner;
import io.gantry.controller.trustbundle.ServingTrustPublisher;
import io.gantry.controller.validatingadmissionpolicystatus.ValidatingAdmissionPolicyStatusController;
import io.gantry.controller.volumeexpand.VolumeExpandController;
import java.util.ArrayList;
import java.util.List;

/** All controllers of a cluster. A new one is its own package and one line here. */
public final class Controllers {

    private Controllers() {}

    /** A fresh set; some remember what they have seen, so each term of leadership gets its own. */
    public static List<Controller> all(ControllerSettings settings) {
        List<Controller> all = new ArrayList<>(List.of(
                new NamespaceController(settings.definitions()),
                new ServiceAccountController(),
                new CustomResourceDefinitionController(),
                new CustomGroupRegistration(),
                new DeploymentController(),
                new DisruptionController(),
                ReplicaSetController.forReplicaSets(),
                ReplicaSetController.forReplicationControllers(),
                new EndpointsController(),
                new EndpointSliceController(),
                new EndpointSliceMirroringController(),
                new IpAddressController(settings.serviceNetwork()),
                new ServiceCidrController(),
                new NodeLifecycleController(settings.nodeLifecycle()),
                new TaintEvictionController(),
                new NodeIpamController(settings.podNetwork(), settings.nodePrefix()),
                new GarbageCollector(settings.definitions()),
                new ResourceQuotaController(),
                new PersistentVolumeController(),
                new NodeLocalProvisioner(),
                new VolumeExpandController(),
                new EphemeralVolumeController(),
                new ClaimProtectionController(),
                new VolumeProtectionController(),
                new AttributesClassProtectionController(),
                new PodGarbageCollector(settings.terminatedPods()),
                new ClusterRoleAggregationController(),
                new FlowSchemaController(),
                new ValidatingAdmissionPolicyStatusController(settings.definitions()),
                new CertificateCleaner(),
                new PodCertificateCleaner(),
                new BootstrapTokenCleaner(),
                new BootstrapSigner(),
                new EventExpiryController(settings.eventLifetime())));
        if (!settings.loadBalancers().ranges().isEmpty()) {
            all.add(new LoadBalancerController(settings.loadBalancers()));
        }
        settings.discoveryProbe().map(ApiServiceAvailability::new).ifPresent(all::add);
        settings.rootCertificate().map(RootCaPublisher::new).ifPresent(all::add);
        settings.rootCertificate().map(ServingTrustPublisher::new).ifPresent(all::add);
        settings.authorizer().map(CertificateApprovingController::new).ifPresent(all::add);
        settings.certificateSigner().map(CertificateSigningController::new).ifPresent(all::add);
        settings.tokenSigner()
                .map(signer -> new ServiceAccountTokenController(
                        signer, settings.rootCertificate().orElse("")))
                .ifPresent(all::add);
        return List.copyOf(all);
    }
}
