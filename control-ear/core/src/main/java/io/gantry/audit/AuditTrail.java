package io.gantry.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.identity.UserInfo;
import java.util.Optional;
import java.util.function.Supplier;

/** What happens to one request, as it happens. */
public interface AuditTrail {

    /** Of a request that no rule concerns. */
    AuditTrail SILENT = new AuditTrail() {
        @Override
        public void received() {}

        @Override
        public void actsAs(UserInfo user) {}

        @Override
        public void allowed(String reason) {}

        @Override
        public void forbidden(String reason) {}

        @Override
        public void annotate(String key, String value) {}

        @Override
        public void started(int code) {}

        @Override
        public void complete(int code, Supplier<Optional<JsonNode>> body) {}
    };

    void received();

    /** The user impersonates another. */
    void actsAs(UserInfo user);

    void allowed(String reason);

    void forbidden(String reason);

    /** Admission has something to say that is to be written down. */
    void annotate(String key, String value);

    /** An answer that goes on has begun. */
    void started(int code);

    /**
     * The answer is known.
     *
     * @param body read only when it is to be written down, or tells of a failure
     */
    void complete(int code, Supplier<Optional<JsonNode>> body);
}
