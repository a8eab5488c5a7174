package io.gantry.cel;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.gantry.cel.DeclaredType.Conversion;
import io.gantry.cel.library.KubernetesTypes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What the expressions see that select devices (dynamic-resource-allocation, pkg cel): {@code device}. */
public final class DeviceTypes {

    public static final String DEVICE = "device";

    private static final int DRIVER_LENGTH = 63;
    private static final int DOMAIN_LENGTH = 63;
    private static final int IDENTIFIER_LENGTH = 32;
    private static final int VALUE_LENGTH = 64;
    private static final int ATTRIBUTES = 32;

    /** Of selectors in claims and classes. */
    public static final Environment SELECTOR = Environment.BINDING.with(Map.of(DEVICE, device()));

    /** What a selector results in: the value of an attribute may turn out to be true or false. */
    public static final Set<CelType> SELECTED = Set.of(SimpleType.BOOL, SimpleType.ANY);

    private DeviceTypes() {}

    private static DeclaredType device() {
        // of a text, number, truth value or version: nobody knows which before there is a device
        DeclaredType attribute = DeclaredType.sized(SimpleType.ANY, Conversion.AS_IT_IS, VALUE_LENGTH, 1);
        DeclaredType quantity = DeclaredType.sized(KubernetesTypes.QUANTITY, Conversion.AS_IT_IS, 0, 1);
        Map<String, DeclaredType> fields = new LinkedHashMap<>();
        fields.put("driver", text(DRIVER_LENGTH));
        fields.put("allowMultipleAllocations", DeclaredType.sized(SimpleType.BOOL, Conversion.AS_IT_IS, 1, 4));
        fields.put("attributes", byDomain(attribute));
        fields.put("capacity", byDomain(quantity));
        return DeclaredType.object("kubernetes.DRADevice", fields, 2);
    }

    private static DeclaredType byDomain(DeclaredType values) {
        DeclaredType byIdentifier = DeclaredType.map(text(IDENTIFIER_LENGTH), values, ATTRIBUTES);
        return DeclaredType.map(text(DOMAIN_LENGTH), byIdentifier, ATTRIBUTES);
    }

    private static DeclaredType text(int length) {
        return DeclaredType.sized(SimpleType.STRING, Conversion.AS_IT_IS, length, 2);
    }
}
