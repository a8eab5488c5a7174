package io.gantry.resource.kinds;

import io.gantry.resource.ResourceDefinition;
import java.util.List;
import java.util.stream.Stream;

/** The kinds of storage.k8s.io. */
final class StorageKinds {

    private StorageKinds() {}

    static List<ResourceDefinition> definitions() {
        return Stream.of(
                        List.of(
                                CsiDriverKind.definition(),
                                CsiNodeKind.definition(),
                                CsiStorageCapacityKind.definition(),
                                StorageClassKind.definition(),
                                VolumeAttachmentKind.definition()),
                        VolumeAttributesClassKind.definitions())
                .flatMap(List::stream)
                .toList();
    }
}
