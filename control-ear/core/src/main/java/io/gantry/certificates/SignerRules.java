package io.gantry.certificates;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.GeneralName;

/** The signers that every cluster has, and what each of them signs. */
public final class SignerRules {

    public static final String API_CLIENT = "kubernetes.io/kube-apiserver-client";
    public static final String KUBELET_CLIENT = "kubernetes.io/kube-apiserver-client-kubelet";
    public static final String KUBELET_SERVING = "kubernetes.io/kubelet-serving";
    public static final String LEGACY = "kubernetes.io/legacy-unknown";

    private static final String DIGITAL_SIGNATURE = "digital signature";
    private static final String KEY_ENCIPHERMENT = "key encipherment";
    private static final String CLIENT_AUTH = "client auth";
    private static final String SERVER_AUTH = "server auth";

    private SignerRules() {}

    public static boolean isBuiltIn(String signerName) {
        return List.of(API_CLIENT, KUBELET_CLIENT, KUBELET_SERVING, LEGACY).contains(signerName);
    }

    /** Why a built-in signer does not sign a request, in upstream's words; empty when it does. */
    public static Optional<String> refusal(String signerName, Pkcs10Request request, List<String> usages) {
        return switch (signerName) {
            case API_CLIENT -> apiClient(usages);
            case KUBELET_CLIENT -> kubeletClient(request, Set.copyOf(usages));
            case KUBELET_SERVING -> kubeletServing(request, Set.copyOf(usages));
            case LEGACY -> Optional.empty();
            default -> throw new IllegalArgumentException("not a built-in signer: " + signerName);
        };
    }

    private static Optional<String> apiClient(List<String> usages) {
        for (String usage : usages) {
            if (!List.of(DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, CLIENT_AUTH).contains(usage)) {
                return Optional.of("invalid usage for client certificate: " + usage);
            }
        }
        return usages.contains(CLIENT_AUTH)
                ? Optional.empty()
                : Optional.of("missing required usage for client certificate: " + CLIENT_AUTH);
    }

    private static Optional<String> kubeletClient(Pkcs10Request request, Set<String> usages) {
        return organization(request)
                .or(() -> without(request, GeneralName.dNSName, "DNS"))
                .or(() -> without(request, GeneralName.rfc822Name, "Email"))
                .or(() -> without(request, GeneralName.iPAddress, "IP"))
                .or(() -> without(request, GeneralName.uniformResourceIdentifier, "URI"))
                .or(() -> nodeName(request))
                .or(() -> usages(usages, CLIENT_AUTH));
    }

    private static Optional<String> kubeletServing(Pkcs10Request request, Set<String> usages) {
        boolean named =
                request.hasAlternativeNames(GeneralName.dNSName) || request.hasAlternativeNames(GeneralName.iPAddress);
        return organization(request)
                .or(() -> named ? Optional.empty() : Optional.of("DNS or IP subjectAltName is required"))
                .or(() -> without(request, GeneralName.rfc822Name, "Email"))
                .or(() -> without(request, GeneralName.uniformResourceIdentifier, "URI"))
                .or(() -> usages(usages, SERVER_AUTH))
                .or(() -> nodeName(request));
    }

    private static Optional<String> organization(Pkcs10Request request) {
        return request.organizations().equals(List.of("system:nodes"))
                ? Optional.empty()
                : Optional.of("subject organization is not system:nodes");
    }

    private static Optional<String> nodeName(Pkcs10Request request) {
        return request.commonName().startsWith("system:node:")
                ? Optional.empty()
                : Optional.of("subject common name does not begin with system:node:");
    }

    private static Optional<String> without(Pkcs10Request request, int type, String what) {
        return request.hasAlternativeNames(type)
                ? Optional.of(what + " subjectAltNames are not allowed")
                : Optional.empty();
    }

    private static Optional<String> usages(Set<String> usages, String purpose) {
        boolean exact = usages.equals(Set.of(DIGITAL_SIGNATURE, purpose))
                || usages.equals(Set.of(DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, purpose));
        List<String> wanted = purpose.equals(CLIENT_AUTH)
                ? List.of(CLIENT_AUTH, DIGITAL_SIGNATURE, KEY_ENCIPHERMENT)
                : List.of(DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, SERVER_AUTH);
        return exact ? Optional.empty() : Optional.of("usages did not match [" + String.join(" ", wanted) + "]");
    }
}
