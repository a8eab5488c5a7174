package io.gantry.agent.image;

import io.gantry.agent.runtime.EngineException;
import io.gantry.agent.runtime.ImageStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One pull: with each account until one is right, and a note of which one was. */
record AccountedPull(ImageStore store, PulledImages pulled) {

    /** @param access of those who may have the image when it succeeds */
    private record Attempt(Optional<ImageStore.Credentials> credentials, ImageAccess access) {}

    /** @throws EngineException when the image cannot be had; its message is the engine's */
    ImageStore.Image of(String image, List<PullAccount> accounts) {
        try {
            pulled.begin(image);
        } catch (IOException e) {
            throw new EngineException(
                    "Failed to record image pull intent for container image \"" + image + "\": " + e.getMessage(), e);
        }
        Optional<ImageAccess> access = Optional.empty();
        Optional<ImageStore.Image> found = Optional.empty();
        try {
            access = Optional.of(pull(image, accounts));
            found = store.find(image);
        } finally {
            if (found.isPresent() && access.isPresent()) {
                pulled.succeeded(image, found.get().engineId(), access.get());
            } else {
                pulled.failed(image);
            }
        }
        return found.orElseThrow(() -> new EngineException("image " + image + " is missing after its pull"));
    }

    private ImageAccess pull(String image, List<PullAccount> accounts) {
        Set<String> refusals = new LinkedHashSet<>();
        for (Attempt attempt : attempts(image, accounts)) {
            try {
                store.pull(image, attempt.credentials());
                return attempt.access();
            } catch (EngineException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                refusals.add(e.getMessage());
            }
        }
        throw new EngineException(
                refusals.size() == 1 ? refusals.iterator().next() : "[" + String.join(", ", refusals) + "]");
    }

    /** The node's own account comes after the pod's; none at all is tried when there is neither. */
    private List<Attempt> attempts(String image, List<PullAccount> accounts) {
        List<Attempt> attempts = new ArrayList<>();
        for (PullAccount account : accounts) {
            attempts.add(new Attempt(Optional.of(account.credentials()), ImageAccess.of(account.secret())));
        }
        if (accounts.isEmpty() || store.hasAccountFor(image)) {
            attempts.add(new Attempt(Optional.empty(), ImageAccess.EVERYONE));
        }
        return attempts;
    }
}
