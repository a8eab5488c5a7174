package io.gantry.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Admissionregistration;
import io.kubernetes.client.proto.V1Apiextensions;
import io.kubernetes.client.proto.V1Apps;
import io.kubernetes.client.proto.V1Authentication;
import io.kubernetes.client.proto.V1Authorization;
import io.kubernetes.client.proto.V1Autoscaling;
import io.kubernetes.client.proto.V1Batch;
import io.kubernetes.client.proto.V1Certificates;
import io.kubernetes.client.proto.V1Coordination;
import io.kubernetes.client.proto.V1Discovery;
import io.kubernetes.client.proto.V1Events;
import io.kubernetes.client.proto.V1Flowcontrol;
import io.kubernetes.client.proto.V1Networking;
import io.kubernetes.client.proto.V1Node;
import io.kubernetes.client.proto.V1Policy;
import io.kubernetes.client.proto.V1Rbac;
import io.kubernetes.client.proto.V1Resource;
import io.kubernetes.client.proto.V1Scheduling;
import io.kubernetes.client.proto.V1Storage;
import io.kubernetes.client.proto.V1alpha1Apiserverinternal;
import io.kubernetes.client.proto.V1beta1Admissionregistration;
import io.kubernetes.client.proto.V1beta1Certificates;
import io.kubernetes.client.proto.V1beta1Storage;
import io.kubernetes.client.proto.V1beta1Storagemigration;
import io.kubernetes.client.proto.V2Autoscaling;
import java.util.Optional;

/** Finds the protobuf message of a kind. */
final class MessageTypes {

    private MessageTypes() {}

    static Optional<Descriptor> find(String apiVersion, String kind) {
        return ofVersion(apiVersion, kind)
                // options, such as DeleteOptions, may come with the version of any group
                .or(() -> Optional.ofNullable(Meta.getDescriptor().findMessageTypeByName(kind)));
    }

    /** Finds the message of a kind as objects of exactly this version are given; a custom resource may be named like an option. */
    static Optional<Descriptor> ofObjects(String apiVersion, String kind) {
        boolean meta = apiVersion.equals("v1") || apiVersion.startsWith("meta.k8s.io/");
        return ofVersion(apiVersion, kind)
                .or(() -> meta
                        ? Optional.ofNullable(Meta.getDescriptor().findMessageTypeByName(kind))
                        : Optional.empty());
    }

    private static Optional<Descriptor> ofVersion(String apiVersion, String kind) {
        return DeclaredMessages.find(apiVersion)
                .map(file -> file.findMessageTypeByName(kind))
                .or(() -> file(apiVersion).map(file -> file.findMessageTypeByName(kind)));
    }

    private static Optional<FileDescriptor> file(String apiVersion) {
        return switch (apiVersion) {
            case "v1" -> Optional.of(V1.getDescriptor());
            case "apps/v1" -> Optional.of(V1Apps.getDescriptor());
            case "batch/v1" -> Optional.of(V1Batch.getDescriptor());
            case "autoscaling/v1" -> Optional.of(V1Autoscaling.getDescriptor());
            case "autoscaling/v2" -> Optional.of(V2Autoscaling.getDescriptor());
            case "coordination.k8s.io/v1" -> Optional.of(V1Coordination.getDescriptor());
            case "discovery.k8s.io/v1" -> Optional.of(V1Discovery.getDescriptor());
            case "events.k8s.io/v1" -> Optional.of(V1Events.getDescriptor());
            // messages of versions that are shaped alike have the same numbers
            case "networking.k8s.io/v1", "networking.k8s.io/v1beta1" -> Optional.of(V1Networking.getDescriptor());
            case "node.k8s.io/v1" -> Optional.of(V1Node.getDescriptor());
            case "policy/v1", "policy/v1beta1" -> Optional.of(V1Policy.getDescriptor());
            case "rbac.authorization.k8s.io/v1" -> Optional.of(V1Rbac.getDescriptor());
            case "scheduling.k8s.io/v1" -> Optional.of(V1Scheduling.getDescriptor());
            case "storage.k8s.io/v1beta1" -> Optional.of(V1beta1Storage.getDescriptor());
            case "storagemigration.k8s.io/v1beta1" -> Optional.of(V1beta1Storagemigration.getDescriptor());
            case "internal.apiserver.k8s.io/v1alpha1" -> Optional.of(V1alpha1Apiserverinternal.getDescriptor());
            case "storage.k8s.io/v1" -> Optional.of(V1Storage.getDescriptor());
            case "authentication.k8s.io/v1" -> Optional.of(V1Authentication.getDescriptor());
            case "authorization.k8s.io/v1" -> Optional.of(V1Authorization.getDescriptor());
            case "certificates.k8s.io/v1" -> Optional.of(V1Certificates.getDescriptor());
            case "certificates.k8s.io/v1alpha1", "certificates.k8s.io/v1beta1" ->
                Optional.of(V1beta1Certificates.getDescriptor());
            case "admissionregistration.k8s.io/v1alpha1", "admissionregistration.k8s.io/v1beta1" ->
                Optional.of(V1beta1Admissionregistration.getDescriptor());
            case "admissionregistration.k8s.io/v1" -> Optional.of(V1Admissionregistration.getDescriptor());
            case "apiextensions.k8s.io/v1" -> Optional.of(V1Apiextensions.getDescriptor());
            case "flowcontrol.apiserver.k8s.io/v1" -> Optional.of(V1Flowcontrol.getDescriptor());
            case "resource.k8s.io/v1", "resource.k8s.io/v1beta2" -> Optional.of(V1Resource.getDescriptor());
            default -> Optional.empty();
        };
    }
}
