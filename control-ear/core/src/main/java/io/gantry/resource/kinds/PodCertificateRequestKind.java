package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.table.CertificateColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.PodCertificateRules;
import io.gantry.resource.validation.PodCertificateStatusRules;
import io.gantry.status.FieldErrors;

/** PodCertificateRequest (certificates.k8s.io): a node's wish for a certificate of one of its pods; answered once, by a signer. */
final class PodCertificateRequestKind implements StatusOnlyStrategy {

    private PodCertificateRequestKind() {}

    static ResourceDefinition definition() {
        return Definition.of("certificates.k8s.io", "PodCertificateRequest", "podcertificaterequests")
                .version("v1beta1")
                .status()
                .selectable("spec.signerName", "spec.podName", "spec.nodeName")
                .build(CertificateColumns.POD_REQUEST, new PodCertificateRequestKind());
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
        return false;
    }

    @Override
    public void validateNew(ObjectNode object, FieldErrors errors) {
        PodCertificateRules.request(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        PodCertificateRules.update(Field.root(object, errors), old);
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        PodCertificateStatusRules.update(Field.root(object, errors), old);
    }
}
