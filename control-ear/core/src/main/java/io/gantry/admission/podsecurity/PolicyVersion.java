package io.gantry.admission.podsecurity;

/**
 * The Kubernetes release as of which a level is meant.
 *
 * @param minor 36 means v1.36; the largest number means the latest
 */
record PolicyVersion(int minor) {

    static final PolicyVersion LATEST = new PolicyVersion(Integer.MAX_VALUE);

    boolean isAtLeast(int release) {
        return minor >= release;
    }

    @Override
    public String toString() {
        return equals(LATEST) ? "latest" : "v1." + minor;
    }
}
