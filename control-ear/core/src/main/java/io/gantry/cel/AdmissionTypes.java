package io.gantry.cel;

import dev.cel.common.types.SimpleType;
import io.gantry.cel.DeclaredType.Conversion;
import io.gantry.cel.library.KubernetesTypes;
import java.util.LinkedHashMap;
import java.util.Map;

/** The variables of expressions in admission (apiserver, pkg/admission/plugin/cel): what policies and match conditions see. */
public final class AdmissionTypes {

    public static final String OBJECT = "object";
    public static final String OLD_OBJECT = "oldObject";
    public static final String REQUEST = "request";
    public static final String NAMESPACE_OBJECT = "namespaceObject";
    public static final String PARAMS = "params";
    public static final String AUTHORIZER = "authorizer";
    public static final String REQUEST_RESOURCE = "authorizer.requestResource";
    public static final String VARIABLES = "variables";

    private static final DeclaredType TEXT = DeclaredType.sized(SimpleType.STRING, Conversion.AS_IT_IS, 0, 2);
    private static final DeclaredType TIME = DeclaredType.sized(SimpleType.TIMESTAMP, Conversion.DATE_TIME, 32, 21);
    private static final DeclaredType TEXTS = DeclaredType.list(TEXT, 0);
    private static final DeclaredType TEXT_MAP = DeclaredType.map(TEXT, 0);

    /** admission.k8s.io AdmissionRequest without its objects. */
    public static final DeclaredType REQUEST_TYPE = request();

    /** What of a namespace is shown. */
    public static final DeclaredType NAMESPACE_TYPE = namespace();

    private static final DeclaredType AUTHORIZER_TYPE =
            DeclaredType.sized(KubernetesTypes.AUTHORIZER, Conversion.AS_IT_IS, 0, 1);
    private static final DeclaredType CHECK_TYPE =
            DeclaredType.sized(KubernetesTypes.RESOURCE_CHECK, Conversion.AS_IT_IS, 0, 1);

    /** Expressions without parameters: match conditions of webhooks. */
    public static final Environment MATCH_CONDITIONS = environment(DeclaredType.ANY, Params.NONE);

    private static final Environment WITH_PARAMS = environment(DeclaredType.ANY, Params.GIVEN);

    private AdmissionTypes() {}

    private static Environment environment(DeclaredType object, Params params) {
        Map<String, DeclaredType> variables = new LinkedHashMap<>();
        variables.put(OBJECT, object);
        variables.put(OLD_OBJECT, object);
        variables.put(REQUEST, REQUEST_TYPE);
        variables.put(NAMESPACE_OBJECT, NAMESPACE_TYPE);
        variables.put(AUTHORIZER, AUTHORIZER_TYPE);
        variables.put(REQUEST_RESOURCE, CHECK_TYPE);
        if (params == Params.GIVEN) {
            variables.put(PARAMS, DeclaredType.ANY);
        }
        return Environment.EMPTY.with(variables);
    }

    /** Of the expressions of a policy. */
    public static Environment of(Params params) {
        return params == Params.GIVEN ? WITH_PARAMS : MATCH_CONDITIONS;
    }

    /** Of a policy whose objects are known to have a type. */
    public static Environment typed(DeclaredType object, Params params) {
        return environment(object, params);
    }

    /** Whether a policy has parameters ({@code paramKind}). */
    public enum Params {
        NONE,
        GIVEN
    }

    private static DeclaredType names(String type, String last) {
        Map<String, DeclaredType> fields = new LinkedHashMap<>();
        fields.put("group", TEXT);
        fields.put("version", TEXT);
        fields.put(last, TEXT);
        return DeclaredType.object(type, fields, 2);
    }

    private static DeclaredType request() {
        DeclaredType kind = names("kubernetes.GroupVersionKind", "kind");
        DeclaredType resource = names("kubernetes.GroupVersionResource", "resource");
        Map<String, DeclaredType> user = new LinkedHashMap<>();
        user.put("username", TEXT);
        user.put("uid", TEXT);
        user.put("groups", TEXTS);
        user.put("extra", DeclaredType.map(TEXTS, 0));
        Map<String, DeclaredType> fields = new LinkedHashMap<>();
        fields.put("kind", kind);
        fields.put("resource", resource);
        fields.put("subResource", TEXT);
        fields.put("requestKind", kind);
        fields.put("requestResource", resource);
        fields.put("requestSubResource", TEXT);
        fields.put("name", TEXT);
        fields.put("namespace", TEXT);
        fields.put("operation", TEXT);
        fields.put("userInfo", DeclaredType.object("kubernetes.UserInfo", user, 2));
        fields.put("dryRun", DeclaredType.BOOL);
        fields.put("options", DeclaredType.ANY);
        return DeclaredType.object("kubernetes.AdmissionRequest", fields, 2);
    }

    private static DeclaredType namespace() {
        Map<String, DeclaredType> metadata = new LinkedHashMap<>();
        for (String text : new String[] {"name", "generateName", "namespace", "UID", "resourceVersion"}) {
            metadata.put(text, TEXT);
        }
        metadata.put("labels", TEXT_MAP);
        metadata.put("annotations", TEXT_MAP);
        metadata.put("creationTimestamp", TIME);
        metadata.put("deletionTimestamp", TIME);
        metadata.put("deletionGracePeriodSeconds", DeclaredType.INT);
        metadata.put("generation", DeclaredType.INT);
        metadata.put("finalizers", TEXTS);
        return DeclaredType.object(
                "kubernetes.Namespace",
                Map.of(
                        "metadata", DeclaredType.object("kubernetes.NamespaceMetadata", metadata, 2),
                        "spec", DeclaredType.object("kubernetes.NamespaceSpec", Map.of("finalizers", TEXTS), 2),
                        "status", DeclaredType.object("kubernetes.NamespaceStatus", Map.of("phase", TEXT), 2)),
                2);
    }
}
