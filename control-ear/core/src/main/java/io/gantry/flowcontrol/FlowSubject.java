package io.gantry.flowcontrol;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.identity.UserInfo;

/** Whose requests a rule is about. */
interface FlowSubject {

    String ACCOUNTS = "system:serviceaccount:";

    boolean matches(UserInfo user);

    /** Of one entry in {@code rules[].subjects}; one that cannot be understood matches nobody. */
    static FlowSubject of(JsonNode subject) {
        return switch (subject.path("kind").asText()) {
            case "User" -> user(subject.path("user").path("name").asText());
            case "Group" -> group(subject.path("group").path("name").asText());
            case "ServiceAccount" ->
                account(
                        subject.path("serviceAccount").path("namespace").asText(),
                        subject.path("serviceAccount").path("name").asText());
            default -> _ -> false;
        };
    }

    private static FlowSubject user(String name) {
        return name.equals("*") ? _ -> true : user -> user.username().equals(name);
    }

    private static FlowSubject group(String name) {
        return name.equals("*") ? _ -> true : user -> user.isIn(name);
    }

    private static FlowSubject account(String namespace, String name) {
        String prefix = ACCOUNTS + namespace + ":";
        return name.equals("*")
                ? user -> user.username().startsWith(prefix)
                : user -> user.username().equals(prefix + name);
    }
}
