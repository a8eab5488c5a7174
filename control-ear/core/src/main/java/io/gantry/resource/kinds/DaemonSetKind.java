package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.WorkloadDefaults;
import io.gantry.resource.table.WorkloadColumns;
import io.gantry.resource.validation.DaemonSetRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;
import java.util.List;

/** DaemonSet (apps). */
final class DaemonSetKind implements Strategy {

    private DaemonSetKind() {}

    static ResourceDefinition definition() {
        return Definition.of("apps", "DaemonSet", "daemonsets")
                .shortName("ds")
                .inAll()
                .status()
                .build(WorkloadColumns.DAEMON_SET, new DaemonSetKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        WorkloadDefaults.daemonSet(object);
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        ObjectNode status = object.putObject("status");
        for (String count :
                List.of("currentNumberScheduled", "numberMisscheduled", "desiredNumberScheduled", "numberReady")) {
            status.put(count, 0);
        }
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        DaemonSetRules.check(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        DaemonSetRules.update(Field.root(object, errors), old);
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        DaemonSetRules.status(Field.root(object, errors), old);
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        return WorkloadWarnings.ofTemplate(object);
    }
}
