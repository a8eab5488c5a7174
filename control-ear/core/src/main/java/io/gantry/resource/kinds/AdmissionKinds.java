package io.gantry.resource.kinds;

import io.gantry.resource.ResourceDefinition;
import java.util.List;
import java.util.stream.Stream;

/** The kinds of admissionregistration.k8s.io. */
final class AdmissionKinds {

    private AdmissionKinds() {}

    static List<ResourceDefinition> definitions() {
        return Stream.of(
                        List.of(
                                MutatingWebhookConfigurationKind.definition(),
                                ValidatingAdmissionPolicyKind.definition(),
                                ValidatingAdmissionPolicyBindingKind.definition(),
                                ValidatingWebhookConfigurationKind.definition()),
                        MutatingAdmissionPolicyKind.definitions(),
                        MutatingAdmissionPolicyBindingKind.definitions())
                .flatMap(List::stream)
                .toList();
    }
}
