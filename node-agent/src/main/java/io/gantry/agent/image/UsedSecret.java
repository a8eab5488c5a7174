package io.gantry.agent.image;

/**
 * The pull secret that an account is from.
 *
 * @param accountHash of the account: two secrets may hold the same one
 */
record UsedSecret(String uid, String namespace, String name, String accountHash) {

    boolean isSameObject(UsedSecret other) {
        return uid.equals(other.uid) && namespace.equals(other.namespace) && name.equals(other.name);
    }
}
