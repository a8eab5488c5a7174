package io.gantry.openapi;

import io.gantry.resource.ResourceDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The paths under which clients learn what the server serves; those of groups that users have declared are not among them. */
final class DiscoveryPaths {

    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    private static final List<ApiPath> SERVER = List.of(
            path("/api/", "core", objects("getCoreAPIVersions", "get available API versions", META + "APIVersions")),
            path("/apis/", "apis", objects("getAPIVersions", "get available API groups", META + "APIGroupList")),
            path(
                    "/version/",
                    "version",
                    document(
                                    "getCodeVersion",
                                    "get the version of this server",
                                    "io.k8s.apimachinery.pkg.version.Info",
                                    MediaTypes.JSON)
                            .taking(List.of(MediaTypes.JSON))),
            path(
                    "/openid/v1/jwks/",
                    "openid",
                    document(
                            "getServiceAccountIssuerOpenIDKeyset",
                            "get the public keys by which tokens of service accounts are verified (JSON Web Key Set)",
                            ApiOperation.UNTYPED,
                            "application/jwk-set+json")),
            path(
                    "/.well-known/openid-configuration/",
                    "WellKnown",
                    document(
                            "getServiceAccountIssuerOpenIDConfiguration",
                            "get the OpenID configuration of the issuer of service accounts' tokens",
                            ApiOperation.UNTYPED,
                            MediaTypes.JSON)));

    private DiscoveryPaths() {}

    static List<ApiPath> of(Collection<ResourceDefinition> definitions) {
        List<GroupVersion> versions = definitions.stream()
                .filter(definition -> definition.strategy().declaredSchema().isEmpty())
                .map(GroupVersion::of)
                .distinct()
                .toList();
        List<ApiPath> paths = new ArrayList<>(SERVER);
        versions.forEach(version -> paths.add(path(
                "/" + version.path() + "/",
                version.tag(),
                objects(
                        "get" + version.idPart() + "APIResources",
                        "get available resources",
                        META + "APIResourceList"))));
        versions.stream()
                .filter(version -> !version.group().isEmpty())
                .map(version -> new GroupVersion(version.group(), ""))
                .distinct()
                .forEach(group -> paths.add(path(
                        "/apis/" + group.group() + "/",
                        group.groupTag(),
                        objects(
                                "get" + group.groupName() + "APIGroup",
                                "get information of a group",
                                META + "APIGroup"))));
        return paths;
    }

    private static ApiPath path(String path, String tag, ApiOperation operation) {
        return new ApiPath(path, tag, List.of(), List.of(operation));
    }

    private static ApiOperation objects(String id, String description, String type) {
        return ApiOperation.ofServer(id, description, type)
                .answering(MediaTypes.OBJECTS)
                .taking(MediaTypes.OBJECTS);
    }

    private static ApiOperation document(String id, String description, String type, String mediaType) {
        return ApiOperation.ofServer(id, description, type)
                .answering(List.of(mediaType))
                .taking(List.of());
    }
}
