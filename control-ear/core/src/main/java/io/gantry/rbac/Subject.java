package io.gantry.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;
import io.gantry.status.Quoted;
import java.util.Optional;

/** Whom a binding binds. */
record Subject(String kind, String namespace, String name) {

    private static final String USER = "User";
    private static final String GROUP = "Group";
    private static final String SERVICE_ACCOUNT = "ServiceAccount";

    /** What a request shows of its user that a subject may mean: the user's name, or one group. */
    record Holder(boolean group, String name) {

        static Holder user(String name) {
            return new Holder(false, name);
        }

        static Holder group(String name) {
            return new Holder(true, name);
        }
    }

    /** A subject of a binding in a namespace, or of a cluster role binding when that is empty. */
    static Subject of(JsonNode subject, String bindingNamespace) {
        String namespace = Nodes.text(subject, "namespace");
        return new Subject(
                Nodes.text(subject, "kind"),
                namespace.isEmpty() ? bindingNamespace : namespace,
                Nodes.text(subject, "name"));
    }

    /** Whom it means; empty when it can mean nobody. */
    Optional<Holder> holder() {
        return switch (kind) {
            case USER -> Optional.of(Holder.user(name));
            case GROUP -> Optional.of(Holder.group(name));
            case SERVICE_ACCOUNT ->
                namespace.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Holder.user("system:serviceaccount:" + namespace + ":" + name));
            default -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        return kind + " " + Quoted.of(kind.equals(SERVICE_ACCOUNT) ? name + "/" + namespace : name);
    }
}
