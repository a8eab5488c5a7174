package io.gantry.admission.podsecurity;

/** A level as of a version: {@code restricted:latest}. */
record Standard(Level level, PolicyVersion version) {

    static final Standard PRIVILEGED = new Standard(Level.PRIVILEGED, PolicyVersion.LATEST);

    Standard withLevel(Level other) {
        return new Standard(other, version);
    }

    Standard withVersion(PolicyVersion other) {
        return new Standard(level, other);
    }

    boolean isPrivileged() {
        return level == Level.PRIVILEGED;
    }

    @Override
    public String toString() {
        return level + ":" + version;
    }
}
