package io.gantry.admission.serviceaccount;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The secrets that an account lists, which its pods are held to when the account is annotated so. */
final class MountableSecrets {

    private final String account;
    private final Set<String> mountable;
    private final Set<String> pullable;

    MountableSecrets(ApiObject account) {
        this.account = account.name();
        this.mountable = names(account, "secrets");
        this.pullable = names(account, "imagePullSecrets");
    }

    private static Set<String> names(ApiObject account, String field) {
        return Nodes.objects(account.json(), field).stream()
                .map(secret -> Nodes.text(secret, "name"))
                .collect(Collectors.toSet());
    }

    /** Why a pod is not allowed, in upstream's words; empty when it is. */
    Optional<String> refusal(JsonNode spec) {
        for (JsonNode volume : Nodes.objects(spec, "volumes")) {
            String secret = Nodes.text(volume.path("secret"), "secretName");
            if (volume.has("secret") && !mountable.contains(secret)) {
                return refused("volume with secret.secretName=\"" + secret + "\"");
            }
        }
        Optional<String> container = containers(spec, "initContainers", "init container")
                .or(() -> containers(spec, "containers", "container"));
        return container.isPresent() ? container : pullSecrets(spec);
    }

    private Optional<String> containers(JsonNode spec, String field, String what) {
        for (JsonNode container : Nodes.objects(spec, field)) {
            String name = what + " " + Nodes.text(container, "name") + " with ";
            for (JsonNode variable : Nodes.objects(container, "env")) {
                JsonNode reference = variable.path("valueFrom").path("secretKeyRef");
                String secret = Nodes.text(reference, "name");
                if (!reference.isMissingNode() && !mountable.contains(secret)) {
                    return refused(name + "envVar " + Nodes.text(variable, "name") + " referencing secret.secretName=\""
                            + secret + "\"");
                }
            }
            for (JsonNode source : Nodes.objects(container, "envFrom")) {
                String secret = Nodes.text(source.path("secretRef"), "name");
                if (source.has("secretRef") && !mountable.contains(secret)) {
                    return refused(name + "envFrom referencing secret.secretName=\"" + secret + "\"");
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> refused(String what) {
        return Optional.of(
                what + " is not allowed because service account " + account + " does not reference that secret");
    }

    private Optional<String> pullSecrets(JsonNode spec) {
        List<String> names = Nodes.objects(spec, "imagePullSecrets").stream()
                .map(secret -> Nodes.text(secret, "name"))
                .toList();
        for (int i = 0; i < names.size(); i++) {
            if (!pullable.contains(names.get(i))) {
                return Optional.of("imagePullSecrets[" + i + "].name=\"" + names.get(i)
                        + "\" is not allowed because service account " + account
                        + " does not reference that imagePullSecret");
            }
        }
        return Optional.empty();
    }
}
