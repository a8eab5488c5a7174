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
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
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

    /**
     * What agents ask for pods: clients that never read their token again go on for a year, and are only warned about (upstream's
     * service-account-extend-token-expiration).
     */
    private static final Duration WARN_ONLY = Duration.ofSeconds(3607);

    private static final Duration EXTENDED = Duration.ofDays(365);

    private final ServiceAccountTokens tokens;
    private final ClusterView view;
    private final InstantSource clock;

    public TokenRequests(ServiceAccountTokens tokens, ClusterView view, InstantSource clock) {
        this.tokens = tokens;
        this.view = view;
        this.clock = clock;
    }

    @Override
    public ObjectNode issue(ApiObject account, ObjectNode request) {
        checkSubject(account, request);
        Duration lifetime = lifetime(request);
        List<String> audiences = audiences(request);
        Optional<BoundObject> bound = bound(account, request.path("spec").path("boundObjectRef"));
        Optional<BoundObject> node = bound.flatMap(object -> node(account.namespace(), object));
        Instant now = clock.instant();
        boolean extended = bound.filter(object -> object.kind().equals("Pod")).isPresent()
                && lifetime.equals(WARN_ONLY)
                && (audiences.isEmpty() || tokens.audiences().containsAll(audiences));
        Optional<Instant> warnAfter = extended ? Optional.of(now.plus(lifetime)) : Optional.empty();
        Issued issued = tokens.issue(
                new ServiceAccountClaims(
                        account.namespace(), account.name(), account.uid(), bound, node, warnAfter, audiences),
                extended ? EXTENDED : lifetime);
        return answer(account, request, lifetime, now, issued);
    }

    private ObjectNode answer(ApiObject account, ObjectNode request, Duration lifetime, Instant now, Issued issued) {
        ObjectNode answer = request.deepCopy();
        answer.put("kind", KIND).put("apiVersion", GROUP + "/v1");
        answer.withObject("/metadata")
                .put("name", account.name())
                .put("namespace", account.namespace())
                .put("uid", account.uid())
                .put("creationTimestamp", now.truncatedTo(ChronoUnit.SECONDS).toString());
        ObjectNode spec = answer.withObject("/spec");
        spec.put("expirationSeconds", lifetime.toSeconds());
        if (spec.path("audiences").isEmpty()) {
            ArrayNode defaults = spec.putArray("audiences");
            tokens.audiences().forEach(defaults::add);
        }
        answer.putObject("status")
                .put("token", issued.token())
                .put(
                        "expirationTimestamp",
                        now.plus(lifetime).truncatedTo(ChronoUnit.SECONDS).toString());
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
            String apiVersion = reference.path("apiVersion").asText("");
            throw StatusException.badRequest("cannot bind token to object of type "
                    + (apiVersion.contains("/") ? apiVersion : "/" + apiVersion) + ", Kind=" + kind);
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

    /** The node that the pod of a token runs on; its uid is left out when the node is not there. */
    private Optional<BoundObject> node(String namespace, BoundObject bound) {
        if (bound.kind().equals("Node")) {
            return Optional.of(bound);
        }
        return view.get(LivingObjects.key(namespace, bound))
                .map(ApiObject::nodeName)
                .filter(name -> !name.isEmpty())
                .map(name -> {
                    BoundObject node = new BoundObject("Node", name, "");
                    return view.get(LivingObjects.key("", node))
                            .map(found -> new BoundObject("Node", name, found.uid()))
                            .orElse(node);
                });
    }

    private ApiObject target(ApiObject account, String kind, String name) {
        ObjectKey key = LivingObjects.key(account.namespace(), new BoundObject(kind, name, ""));
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
