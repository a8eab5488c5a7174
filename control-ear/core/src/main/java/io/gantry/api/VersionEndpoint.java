package io.gantry.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.discovery.Release;
import io.gantry.object.Json;
import java.util.Locale;
import java.util.Optional;

/** {@code /version}: the Kubernetes version whose API this is, with Gantry's own as build metadata. */
public final class VersionEndpoint implements Endpoint {

    /** The release whose behaviour this is; agents call themselves by it too. */
    private static final String RELEASE = "v" + Release.MAJOR + "." + Release.MINOR + ".2";

    private final ObjectNode version;

    /**
     * @param gantryVersion for example {@code 0.1.0}
     * @param commit the commit that was built, or empty
     * @param buildDate RFC 3339, or empty
     */
    public VersionEndpoint(String gantryVersion, String commit, String buildDate) {
        this.version = Json.object()
                .put("major", Release.MAJOR)
                .put("minor", Release.MINOR)
                .put("emulationMajor", Release.MAJOR)
                .put("emulationMinor", Release.MINOR)
                .put("minCompatibilityMajor", "1")
                .put("minCompatibilityMinor", "35")
                .put("gitVersion", RELEASE + "+gantry." + gantryVersion)
                .put("gitCommit", commit)
                .put("gitTreeState", "clean")
                .put("buildDate", buildDate)
                .put("goVersion", "none")
                .put("compiler", "javac")
                .put(
                        "platform",
                        System.getProperty("os.name").toLowerCase(Locale.ROOT) + "/" + System.getProperty("os.arch"));
    }

    @Override
    public Optional<ApiResponse.Complete> serve(ApiRequest request, CanonicalPath path, QueryParameters query) {
        if (!path.text().equals("/version")) {
            return Optional.empty();
        }
        AcceptHeader.require(request, "application", "json");
        OutputFormat pretty = new OutputFormat(OutputFormat.Encoding.JSON, OutputFormat.Shape.OBJECT, "v1", true);
        return Optional.of(Responses.tree(200, version, pretty, new Warnings()));
    }
}
