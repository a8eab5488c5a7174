package io.gantry.discovery;

/** The release of Kubernetes whose API this is. */
public final class Release {

    public static final String MAJOR = "1";
    public static final String MINOR = "36";

    private Release() {}
}
