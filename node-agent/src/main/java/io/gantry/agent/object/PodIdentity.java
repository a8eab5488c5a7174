package io.gantry.agent.object;

/** Which pod: two pods of one name are told apart by their uid. */
public record PodIdentity(String namespace, String name, String uid) {

    /** {@code namespace/name}, for logs. */
    public String key() {
        return namespace + "/" + name;
    }

    /** {@code name_namespace(uid)}, the form upstream uses in messages. */
    public String display() {
        return name + "_" + namespace + "(" + uid + ")";
    }
}
