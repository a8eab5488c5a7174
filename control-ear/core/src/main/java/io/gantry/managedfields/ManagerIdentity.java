package io.gantry.managedfields;

/**
 * Who owns the fields of an entry. Of one that applies the version is no part: it has one entry, whatever version it used last.
 *
 * @param manager the name, for example {@code kubectl}
 * @param operation how it wrote
 * @param apiVersion the version it wrote in; empty for {@link Operation#APPLY}
 * @param subresource through which it wrote, or empty
 */
public record ManagerIdentity(String manager, Operation operation, String apiVersion, String subresource)
        implements Comparable<ManagerIdentity> {

    /** How fields are written. */
    public enum Operation {
        APPLY("Apply"),
        UPDATE("Update");

        private final String text;

        Operation(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        static Operation of(String text) {
            return switch (text) {
                case "Apply" -> APPLY;
                case "Update" -> UPDATE;
                default -> throw new InvalidManagedFieldsException("operation must be `Apply` or `Update`");
            };
        }
    }

    public ManagerIdentity {
        manager = manager.isEmpty() ? "unknown" : manager;
        apiVersion = operation == Operation.APPLY ? "" : apiVersion;
    }

    public boolean applies() {
        return operation == Operation.APPLY;
    }

    @Override
    public int compareTo(ManagerIdentity other) {
        int byName = manager.compareTo(other.manager);
        if (byName != 0) {
            return byName;
        }
        int byOperation = operation.compareTo(other.operation);
        if (byOperation != 0) {
            return byOperation;
        }
        int byVersion = apiVersion.compareTo(other.apiVersion);
        return byVersion != 0 ? byVersion : subresource.compareTo(other.subresource);
    }
}
