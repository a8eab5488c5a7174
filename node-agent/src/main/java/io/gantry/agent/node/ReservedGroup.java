package io.gantry.agent.node;

import io.gantry.agent.object.Quantity;
import java.util.Map;

/**
 * Processes that are no pods and are held to what is reserved for them.
 *
 * @param path of their control group, which somebody else has made
 * @param amounts that are reserved for them, by resource
 */
public record ReservedGroup(Owner owner, Scope scope, String path, Map<String, Quantity> amounts) {

    /** For whom something is reserved. */
    public enum Owner {
        SYSTEM("System Reserved"),
        KUBE("Kube Reserved");

        private final String title;

        Owner(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /** What they are held to. */
    public enum Scope {
        ALL(""),
        /** Only what can be taken back from a process without ending it: CPU. */
        COMPRESSIBLE(" Compressible");

        private final String title;

        Scope(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }
}
