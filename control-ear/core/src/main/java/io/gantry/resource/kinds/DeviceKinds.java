package io.gantry.resource.kinds;

import io.gantry.resource.ResourceDefinition;
import java.util.List;
import java.util.stream.Stream;

/** The kinds of resource.k8s.io. */
final class DeviceKinds {

    private DeviceKinds() {}

    static List<ResourceDefinition> definitions() {
        return Stream.of(
                        DeviceClassKind.definitions(),
                        DeviceTaintRuleKind.definitions(),
                        ResourceClaimKind.definitions(),
                        ResourceClaimTemplateKind.definitions(),
                        List.of(ResourcePoolStatusRequestKind.definition()),
                        ResourceSliceKind.definitions())
                .flatMap(List::stream)
                .toList();
    }
}
