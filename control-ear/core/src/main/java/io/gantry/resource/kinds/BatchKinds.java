package io.gantry.resource.kinds;

import io.gantry.resource.ResourceDefinition;
import java.util.List;

/** The kinds of batch. */
final class BatchKinds {

    private BatchKinds() {}

    static List<ResourceDefinition> definitions() {
        return List.of(CronJobKind.definition(), JobKind.definition());
    }
}
