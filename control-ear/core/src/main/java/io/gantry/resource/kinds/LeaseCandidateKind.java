package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.SchedulingColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.FormatRules;
import io.gantry.resource.validation.LeaseCandidateRules;
import io.gantry.status.FieldErrors;
import java.util.List;

/** LeaseCandidate (coordination.k8s.io), in two versions with the same fields. */
final class LeaseCandidateKind implements Strategy {

    private LeaseCandidateKind() {}

    static List<ResourceDefinition> definitions() {
        Strategy strategy = new LeaseCandidateKind();
        return List.of(
                definition()
                        .version("v1beta1")
                        .deprecated("v1.36+, unavailable in v1.39+")
                        .build(SchedulingColumns.LEASE_CANDIDATE, strategy),
                definition()
                        .version("v1alpha2")
                        .storedIn("v1beta1")
                        .deprecated("v1.35+, unavailable in v1.38+")
                        .build(SchedulingColumns.LEASE_CANDIDATE, strategy));
    }

    private static Definition definition() {
        return Definition.of("coordination.k8s.io", "LeaseCandidate", "leasecandidates");
    }

    @Override
    public List<String> nameErrors(String name) {
        return FormatRules.configKey(name);
    }

    @Override
    public boolean allowsCreateOnUpdate() {
        return true;
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
        return false;
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        LeaseCandidateRules.check(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        LeaseCandidateRules.update(Field.root(object, errors), old);
    }
}
