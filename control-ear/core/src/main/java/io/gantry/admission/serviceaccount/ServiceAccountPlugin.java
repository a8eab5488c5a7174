package io.gantry.admission.serviceaccount;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.node.PodReferences;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.status.StatusException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Gives every pod a service account, its pull secrets and its token (ServiceAccount admission). */
public final class ServiceAccountPlugin implements AdmissionPlugin {

    static final String DEFAULT = "default";

    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final String MIRROR = "kubernetes.io/config.mirror";
    private static final String ENFORCE = "kubernetes.io/enforce-mountable-secrets";

    private final AccountLookup accounts;
    private final UnaryOperator<String> names;

    /**
     * @param names completes a name with random letters
     */
    public ServiceAccountPlugin(AccountLookup accounts, UnaryOperator<String> names) {
        this.accounts = accounts;
        this.names = names;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (!isNewPod(request) || isMirror(request)) {
            return;
        }
        ObjectNode spec = Nodes.child(request.object(), "spec");
        String given = Nodes.text(spec, "serviceAccountName");
        String old = Nodes.text(spec, "serviceAccount");
        String name = !given.isEmpty() ? given : !old.isEmpty() ? old : DEFAULT;
        // the second is the name that the field had once
        spec.put("serviceAccountName", name).put("serviceAccount", name);
        ApiObject account = account(request, name);
        if (automounts(spec, account)) {
            new TokenVolume(spec, names).mount();
        }
        ArrayNode pullSecrets = secretNames(account, "imagePullSecrets");
        if (spec.path("imagePullSecrets").isEmpty() && !pullSecrets.isEmpty()) {
            spec.set("imagePullSecrets", pullSecrets);
        }
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!isNewPod(request)) {
            return;
        }
        JsonNode spec = request.object().path("spec");
        if (isMirror(request)) {
            checkMirror(request, spec);
            return;
        }
        String name = Nodes.text(spec, "serviceAccountName");
        if (name.isEmpty()) {
            throw forbidden(
                    request, "no service account specified for pod " + request.namespace() + "/" + request.name());
        }
        ApiObject account = account(request, name);
        if (Nodes.text(account.metadata().path("annotations"), ENFORCE).equals("true")) {
            new MountableSecrets(account).refusal(spec).ifPresent(why -> {
                throw forbidden(request, why);
            });
        }
    }

    private static boolean isNewPod(AdmissionRequest request) {
        return request.isOn(PODS) && request.operation() == Operation.CREATE;
    }

    private static boolean isMirror(AdmissionRequest request) {
        return request.object().path("metadata").path("annotations").has(MIRROR);
    }

    private static void checkMirror(AdmissionRequest request, JsonNode spec) {
        if (!Nodes.text(spec, "serviceAccountName").isEmpty()) {
            throw forbidden(request, "a mirror pod may not reference service accounts");
        }
        boolean secrets = PodReferences.of(request.namespace(), spec).stream()
                .anyMatch(key -> key.resource().resource().equals("secrets"));
        if (secrets) {
            throw forbidden(request, "a mirror pod may not reference secrets");
        }
        boolean tokens = Nodes.objects(spec, "volumes").stream()
                .flatMap(volume -> Nodes.objects(volume.path("projected"), "sources").stream())
                .anyMatch(source -> source.has("serviceAccountToken"));
        if (tokens) {
            throw forbidden(request, "a mirror pod may not use ServiceAccountToken volume projections");
        }
    }

    private ApiObject account(AdmissionRequest request, String name) {
        return accounts.find(request, name)
                .orElseThrow(() -> forbidden(
                        request,
                        "error looking up service account " + request.namespace() + "/" + name + ": serviceaccount \""
                                + name + "\" not found"));
    }

    /** The pod's own wish counts, then the account's; without either the token is mounted. */
    private static boolean automounts(JsonNode spec, ApiObject account) {
        String field = "automountServiceAccountToken";
        return Optional.of(spec)
                .filter(pod -> Nodes.has(pod, field))
                .orElse(account.json())
                .path(field)
                .asBoolean(true);
    }

    private static ArrayNode secretNames(ApiObject account, String field) {
        ArrayNode names = account.json().arrayNode();
        Nodes.objects(account.json(), field)
                .forEach(secret -> names.addObject().put("name", Nodes.text(secret, "name")));
        return names;
    }

    private static StatusException forbidden(AdmissionRequest request, String why) {
        return StatusException.forbidden(PODS, request.refusedName(), why);
    }
}
