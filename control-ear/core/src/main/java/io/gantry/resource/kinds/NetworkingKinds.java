package io.gantry.resource.kinds;

import io.gantry.resource.ResourceDefinition;
import java.util.List;
import java.util.stream.Stream;

/** The kinds of networking.k8s.io. */
final class NetworkingKinds {

    private NetworkingKinds() {}

    static List<ResourceDefinition> definitions() {
        return Stream.of(
                        List.of(
                                IngressKind.definition(),
                                IngressClassKind.definition(),
                                NetworkPolicyKind.definition()),
                        IpAddressKind.definitions(),
                        ServiceCidrKind.definitions())
                .flatMap(List::stream)
                .toList();
    }
}
