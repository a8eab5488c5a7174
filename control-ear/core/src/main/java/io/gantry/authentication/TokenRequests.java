package io.gantry.authentication;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.authentication.ServiceAccountClaims.BoundObject;
import io.gantry.authentication.ServiceAccountTokens.Issued;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.registry.TokenIssuer;
import io.gantry.status.FieldErrors;
import io.gantry.status.StatusException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers token requests (the {@code token} subresource of service accounts). */
public final class TokenRequests implements TokenIssuer {

    private static final long DEFAULT_SECONDS = 3600;
    private static final long MIN_SECONDS = 600;
    private static final long MAX_SECONDS = 1L << 32;
    private static final String GROUP = "authentication.k8s.io";
    private static final String KIND = "TokenRequest";

    private final ServiceAccountTokens tokens;
    private final ClusterView view;

    public TokenRequests(ServiceAccountTokens tokens, ClusterView view) {
        this.tokens = tokens;
        this.view = view;
    }

    @Override
    public ObjectNode issue(ApiObject account, ObjectNode request) {
        checkSubject(account, request);
        Duration lifetime = lifetime(request);
        List<String> audiences = audiences(request);
        Optional<BoundObject> bound = bound(account, request.path("spec").path("boundObjectRef"));
        Issued issued = tokens.issue(
                new ServiceAccountClaims(account.namespace(), account.name(), account.uid(), bound, audiences),
                lifetime);
        return answer(account, request, lifetime, issued);
    }

    private ObjectNode answer(ApiObject account, ObjectNode request, Duration lifetime, Issued issued) {
        ObjectNode answer = request.deepCopy();
        answer.put("kind", KIND).put("apiVersion", GROUP + "/v1");
        answer.withObject("/metadata")
                .put("name", account.name())
                .put("namespace", account.namespace())
                .put("uid", account.uid());
        ObjectNode spec = answer.withObject("/spec");
        spec.put("expirationSeconds", lifetime.toSeconds());
        if (spec.path("audiences").isEmpty()) {
            ArrayNode defaults = spec.putArray("audiences");
            tokens.audiences().forEach(defaults::add);
        }
        answer.putObject("status")
                .put("token", issued.token())
                .put("expirationTimestamp", issued.expiry().toString());
        return answer;
    }

    private static void checkSubject(ApiObject account, ObjectNode request) {
        FieldErrors errors = new FieldErrors();
        JsonNode metadata = request.path("metadata");
        String name = metadata.path("name").asText("");
        String namespace = metadata.path("namespace").asText("");
        if (!name.isEmpty() && !name.equals(account.name())) {
            errors.invalid("metadata.name", name, "must match the service account name if specified");
        } else if (!namespace.isEmpty() && !namespace.equals(account.namespace())) {
            errors.invalid("metadata.namespace", namespace, "must match the service account namespace if specified");
        }
        refuse(account.name(), errors);
        String uid = metadata.path("uid").asText("");
        if (!uid.isEmpty() && !uid.equals(account.uid())) {
            throw conflict(
                    account.name(),
                    "the UID in the token request (" + uid + ") does not match the UID of the service account ("
                            + account.uid() + ")");
        }
    }

    private static Duration lifetime(ObjectNode request) {
        long seconds = request.path("spec").path("expirationSeconds").asLong(DEFAULT_SECONDS);
        FieldErrors errors = new FieldErrors();
        if (seconds < MIN_SECONDS) {
            errors.invalid("spec.expirationSeconds", seconds, "may not specify a duration less than 10 minutes");
        }
        if (seconds > MAX_SECONDS) {
            errors.invalid("spec.expirationSeconds", seconds, "may not specify a duration larger than 2^32 seconds");
        }
        refuse("", errors);
        return Duration.ofSeconds(seconds);
    }

    private static List<String> audiences(ObjectNode request) {
        List<String> audiences = new ArrayList<>();
        request.path("spec").path("audiences").forEach(audience -> audiences.add(audience.asText()));
        return audiences;
    }

    private Optional<BoundObject> bound(ApiObject account, JsonNode reference) {
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        String kind = reference.path("kind").asText("");
        if (!reference.path("apiVersion").asText("").equals("v1")
                || !List.of("Pod", "Secret", "Node").contains(kind)) {
            throw StatusException.badRequest("cannot bind token to object of type "
                    + reference.path("apiVersion").asText("") + ", Kind=" + kind);
        }
        String name = reference.path("name").asText("");
        ApiObject target = target(account, kind, name);
        String uid = reference.path("uid").asText("");
        if (!uid.isEmpty() && !uid.equals(target.uid())) {
            throw conflict(
                    name,
                    "the UID in the bound object reference (" + uid
                            + ") does not match the UID in record. The object might have been deleted and then recreated");
        }
        return Optional.of(new BoundObject(kind, name, target.uid()));
    }

    private ApiObject target(ApiObject account, String kind, String name) {
        ObjectKey key = ServiceAccountReader.key(account.namespace(), new BoundObject(kind, name, ""));
        ApiObject target = view.get(key).orElseThrow(() -> StatusException.notFound(key.resource(), name));
        if (kind.equals("Pod")
                && !target.spec().path("serviceAccountName").asText("").equals(account.name())) {
            throw StatusException.badRequest("cannot bind token for serviceaccount \"" + account.name()
                    + "\" to pod running with different serviceaccount name.");
        }
        return target;
    }

    private static void refuse(String name, FieldErrors errors) {
        if (!errors.isEmpty()) {
            throw StatusException.invalid(GROUP, KIND, name, errors.list());
        }
    }

    private static StatusException conflict(String name, String why) {
        return StatusException.conflict(new GroupResource(GROUP, KIND), name, why);
    }
}
