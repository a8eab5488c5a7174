package io.gantry.audit;

import io.gantry.identity.RequestAttributes;
import io.gantry.identity.UserInfo;
import java.time.InstantSource;

/** Opens a trail for each request. */
public interface Auditor {

    /** Writes nothing down. */
    Auditor SILENT = (facts, user, attributes) -> AuditTrail.SILENT;

    /**
     * A request that has just come.
     *
     * @param user who sent it, before any impersonation
     */
    AuditTrail begin(RequestFacts facts, UserInfo user, RequestAttributes attributes);

    /** Writes down what a policy says. */
    static Auditor of(AuditPolicy policy, AuditSink sink, InstantSource clock) {
        return (facts, user, attributes) -> {
            AuditPolicy.Choice choice = policy.choose(user, attributes);
            if (choice.level() == Level.NONE) {
                return AuditTrail.SILENT;
            }
            AuditTrail trail = new WrittenTrail(choice, sink, clock, facts, user, attributes);
            trail.received();
            return trail;
        };
    }
}
