package io.gantry.history;

import io.gantry.identity.Authorizer;
import io.gantry.identity.RequestAttributes;
import io.gantry.identity.UserInfo;
import io.gantry.object.ObjectKey;
import io.gantry.resource.ResourceDefinition;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;

/** Who sees the history of an object may read the object, and who undoes a change may make it. */
record Rights(Authorizer authorizer) {

    boolean may(UserInfo user, String verb, ResourceDefinition definition, ObjectKey key) {
        return authorizer.authorize(user, attributes(verb, definition, key)) instanceof Authorizer.Decision.Allowed;
    }

    void check(UserInfo user, String verb, ResourceDefinition definition, ObjectKey key) {
        if (!may(user, verb, definition, key)) {
            String where = key.namespace().isEmpty()
                    ? "at the cluster scope"
                    : "in the namespace " + Quoted.of(key.namespace());
            throw StatusException.forbidden(
                    definition.groupResource(),
                    key.name(),
                    "User " + Quoted.of(user.username()) + " cannot " + verb + " resource "
                            + Quoted.of(definition.plural()) + " in API group " + Quoted.of(definition.group()) + " "
                            + where);
        }
    }

    private static RequestAttributes attributes(String verb, ResourceDefinition definition, ObjectKey key) {
        return RequestAttributes.resource(
                verb, definition.group(), definition.plural(), "", key.namespace(), key.name());
    }
}
