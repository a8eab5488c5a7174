package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.CertificateColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.TrustBundleRules;
import io.gantry.status.FieldErrors;
import java.util.List;

/** ClusterTrustBundle (certificates.k8s.io), in two versions with the same fields. */
final class ClusterTrustBundleKind implements Strategy {

    private ClusterTrustBundleKind() {}

    static List<ResourceDefinition> definitions() {
        Strategy strategy = new ClusterTrustBundleKind();
        return List.of(
                definition().version("v1beta1").build(CertificateColumns.TRUST_BUNDLE, strategy),
                definition()
                        .version("v1alpha1")
                        .storedIn("v1beta1")
                        .deprecated("v1.34+, unavailable in v1.37+")
                        .build(CertificateColumns.TRUST_BUNDLE, strategy));
    }

    private static Definition definition() {
        return Definition.of("certificates.k8s.io", "ClusterTrustBundle", "clustertrustbundles")
                .cluster()
                .selectable("spec.signerName");
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
        return false;
    }

    /** Which names are good depends on the signer. */
    @Override
    public List<String> nameErrors(String name) {
        return List.of();
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        // there is no status to be dropped
    }

    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode old, Context context) {
        // there is no status to be kept
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        TrustBundleRules.check(Field.root(object, errors));
    }

    @Override
    public void validateNew(ObjectNode object, FieldErrors errors) {
        TrustBundleRules.anchors(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        TrustBundleRules.update(Field.root(object, errors), Field.root(old, errors));
    }
}
