package io.gantry.authentication;

import io.gantry.cache.ClusterView;
import io.gantry.identity.UserInfo;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tokens {@code ID.SECRET} with which nodes join a cluster: each lies in a secret {@code bootstrap-token-ID} of {@code kube-system}
 * and is of type {@code bootstrap.kubernetes.io/token}.
 */
public final class BootstrapTokens {

    private static final Pattern TOKEN = Pattern.compile("([a-z0-9]{6})\\.([a-z0-9]{16})");
    private static final Pattern GROUP = Pattern.compile("system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]");
    private static final String TYPE = "bootstrap.kubernetes.io/token";
    private static final GroupResource SECRETS = new GroupResource("", "secrets");

    private final ClusterView view;
    private final InstantSource clock;

    public BootstrapTokens(ClusterView view, InstantSource clock) {
        this.view = view;
        this.clock = clock;
    }

    /** Whose a token is. */
    public Optional<UserInfo> holder(String token) {
        Matcher parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String id = parts.group(1);
        return view.get(new ObjectKey(SECRETS, "kube-system", "bootstrap-token-" + id))
                .filter(secret -> isValid(secret, id, parts.group(2)))
                .flatMap(secret -> groups(secret))
                .map(groups -> new UserInfo("system:bootstrap:" + id, groups));
    }

    private boolean isValid(ApiObject secret, String id, String wanted) {
        boolean same = MessageDigest.isEqual(
                value(secret, "token-secret").getBytes(StandardCharsets.UTF_8),
                wanted.getBytes(StandardCharsets.UTF_8));
        return same
                && !secret.isBeingDeleted()
                && Nodes.text(secret.json(), "type").equals(TYPE)
                && value(secret, "token-id").equals(id)
                && value(secret, "usage-bootstrap-authentication").equals("true")
                && expiration(value(secret, "expiration"))
                        .map(end -> clock.instant().isBefore(end))
                        .orElse(true);
    }

    /** Absent for tokens that never end; one that cannot be read has ended. */
    public static Optional<Instant> expiration(String text) {
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.of(Instant.EPOCH);
        }
    }

    private static Optional<List<String>> groups(ApiObject secret) {
        List<String> groups = new ArrayList<>(List.of("system:bootstrappers"));
        String more = value(secret, "auth-extra-groups");
        if (!more.isEmpty()) {
            for (String group : more.split(",")) {
                if (!GROUP.matcher(group).matches()) {
                    return Optional.empty();
                }
                groups.add(group);
            }
        }
        return Optional.of(List.copyOf(groups));
    }

    /** A part of a token's secret; empty when it is not there. */
    public static String value(ApiObject secret, String key) {
        Map<String, String> data = ApiObject.strings(secret.json().path("data"));
        return new String(Base64.getDecoder().decode(data.getOrDefault(key, "")), StandardCharsets.UTF_8);
    }
}
