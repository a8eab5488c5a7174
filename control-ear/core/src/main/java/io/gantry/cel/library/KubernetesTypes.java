package io.gantry.cel.library;

import dev.cel.common.types.OpaqueType;
import io.gantry.schema.Quantity;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** The types that Kubernetes adds to CEL, and the classes of their values. */
public final class KubernetesTypes {

    public static final OpaqueType QUANTITY = OpaqueType.create("kubernetes.Quantity");
    static final OpaqueType URL = OpaqueType.create("kubernetes.URL");
    static final OpaqueType IP = OpaqueType.create("net.IP");
    static final OpaqueType CIDR = OpaqueType.create("net.CIDR");
    static final OpaqueType FORMAT = OpaqueType.create("kubernetes.NamedFormat");
    static final OpaqueType SEMVER = OpaqueType.create("kubernetes.Semver");
    public static final OpaqueType AUTHORIZER = OpaqueType.create("kubernetes.authorization.Authorizer");
    public static final OpaqueType PATH_CHECK = OpaqueType.create("kubernetes.authorization.PathCheck");
    public static final OpaqueType GROUP_CHECK = OpaqueType.create("kubernetes.authorization.GroupCheck");
    public static final OpaqueType RESOURCE_CHECK = OpaqueType.create("kubernetes.authorization.ResourceCheck");
    public static final OpaqueType DECISION = OpaqueType.create("kubernetes.authorization.Decision");

    private static final Map<OpaqueType, Class<?>> CLASSES = Map.ofEntries(
            Map.entry(QUANTITY, Quantity.class),
            Map.entry(URL, URI.class),
            Map.entry(IP, IpValue.class),
            Map.entry(CIDR, Cidr.class),
            Map.entry(FORMAT, NamedFormat.class),
            Map.entry(SEMVER, Semver.class),
            Map.entry(AUTHORIZER, AuthorizerValue.class),
            Map.entry(PATH_CHECK, AuthorizerValue.PathCheck.class),
            Map.entry(GROUP_CHECK, AuthorizerValue.GroupCheck.class),
            Map.entry(RESOURCE_CHECK, AuthorizerValue.ResourceCheck.class),
            Map.entry(DECISION, AuthorizerValue.Answer.class));

    private KubernetesTypes() {}

    static Class<?> classOf(OpaqueType type) {
        return CLASSES.getOrDefault(type, Object.class);
    }

    /** Whether comparing values of a class costs the same whatever they are. */
    public static boolean isOfOneSize(Object value) {
        return CLASSES.containsValue(value.getClass());
    }

    static List<OpaqueType> all() {
        return List.copyOf(CLASSES.keySet());
    }

    /** Whether comparing values of a type costs the same whatever they are. */
    public static boolean isOfOneSize(String typeName) {
        return all().stream().anyMatch(type -> type.name().equals(typeName));
    }
}
