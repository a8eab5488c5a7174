package io.gantry.api;

import io.gantry.identity.RequestAttributes;
import io.gantry.identity.UserInfo;
import io.gantry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Lets users act as others whom they may {@code impersonate}: the headers {@code Impersonate-User}, -Group, -Uid, -Extra-*. */
final class Impersonation {

    private static final String USER = "Impersonate-User";
    private static final String GROUP = "Impersonate-Group";
    private static final String UID = "Impersonate-Uid";
    private static final String EXTRA = "Impersonate-Extra-";
    private static final String VERB = "impersonate";
    private static final String AUTHENTICATION = "authentication.k8s.io";
    private static final String ACCOUNT = "system:serviceaccount:";
    private static final String ANONYMOUS = "system:anonymous";

    private final Authorization authorization;

    Impersonation(Authorization authorization) {
        this.authorization = authorization;
    }

    /** The request as it counts: of the user who sent it, or of the one that they act as. */
    ApiRequest effective(ApiRequest request) {
        Headers headers = request.headers();
        String username = headers.first(USER);
        List<String> groups = headers.all(GROUP);
        String uid = headers.first(UID);
        Map<String, List<String>> extra = extra(headers);
        if (username.isEmpty()) {
            if (!groups.isEmpty() || !uid.isEmpty() || !extra.isEmpty()) {
                throw StatusException.badRequest("requested impersonation without impersonating a user");
            }
            return request;
        }
        UserInfo asking = request.user();
        authorization.check(asking, ofUser(username));
        groups.forEach(group -> authorization.check(asking, attributes("", "v1", "groups", "", "", group)));
        extra.forEach((key, values) -> values.forEach(
                value -> authorization.check(asking, attributes(AUTHENTICATION, "v1", "userextras", key, "", value))));
        if (!uid.isEmpty()) {
            authorization.check(asking, attributes(AUTHENTICATION, "v1", "uids", "", "", uid));
        }
        return request.as(new UserInfo(username, uid, completed(username, groups), extra));
    }

    private static Map<String, List<String>> extra(Headers headers) {
        Map<String, List<String>> extra = new TreeMap<>();
        headers.startingWith(EXTRA)
                .forEach((name, values) -> extra.put(decoded(name.toLowerCase(Locale.ROOT)), List.copyOf(values)));
        return Map.copyOf(extra);
    }

    /** A key that is not encoded right is taken as it is. */
    private static String decoded(String key) {
        try {
            return PercentEncoding.decode(key, false);
        } catch (StatusException e) {
            return key;
        }
    }

    private static RequestAttributes ofUser(String username) {
        return account(username)
                .map(parts -> attributes("", "v1", "serviceaccounts", "", parts.getFirst(), parts.getLast()))
                .orElseGet(() -> attributes("", "v1", "users", "", "", username));
    }

    /** Namespace and name, if this is the user of a service account. */
    private static Optional<List<String>> account(String username) {
        if (!username.startsWith(ACCOUNT)) {
            return Optional.empty();
        }
        List<String> parts = List.of(username.substring(ACCOUNT.length()).split(":", -1));
        return parts.size() == 2 && !parts.contains("") ? Optional.of(parts) : Optional.empty();
    }

    private static RequestAttributes attributes(
            String group, String version, String resource, String subresource, String namespace, String name) {
        return new RequestAttributes(VERB, true, group, version, resource, subresource, namespace, name, "");
    }

    /** The groups that the user named, or a service account's own, and that of all who are known or unknown. */
    private static List<String> completed(String username, List<String> named) {
        List<String> groups = new ArrayList<>(named);
        if (named.isEmpty()) {
            account(username)
                    .ifPresent(parts -> groups.addAll(
                            List.of("system:serviceaccounts", "system:serviceaccounts:" + parts.getFirst())));
        }
        boolean unknown = groups.contains(UserInfo.UNAUTHENTICATED);
        if (username.equals(ANONYMOUS)) {
            if (!unknown) {
                groups.add(UserInfo.UNAUTHENTICATED);
            }
        } else if (!unknown && !groups.contains(UserInfo.AUTHENTICATED)) {
            groups.add(UserInfo.AUTHENTICATED);
        }
        return List.copyOf(groups);
    }
}
