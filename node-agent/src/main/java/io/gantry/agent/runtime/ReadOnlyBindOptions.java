package io.gantry.agent.runtime;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.dockerjava.api.model.BindOptions;

/** What docker-java does not know of binds: whether what is mounted below is read-only too. Older engines ignore it. */
final class ReadOnlyBindOptions extends BindOptions {

    private static final long serialVersionUID = 1L;

    @JsonProperty("ReadOnlyNonRecursive")
    private final boolean nonRecursive;

    @JsonProperty("ReadOnlyForceRecursive")
    private final boolean forceRecursive;

    ReadOnlyBindOptions(ContainerSpec.Access access) {
        // newer engines make everything below read-only too when they can, unless told otherwise; older ones never do
        nonRecursive = access == ContainerSpec.Access.READ;
        forceRecursive = access == ContainerSpec.Access.READ_ALL;
    }
}
