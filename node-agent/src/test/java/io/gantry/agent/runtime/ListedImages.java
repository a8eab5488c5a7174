package io.gantry.agent.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Images that are only ever listed. */
public record ListedImages(List<Image> list) implements ImageStore {

    @Override
    public Optional<Image> find(String reference) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean hasAccountFor(String reference) {
        return false;
    }

    @Override
    public void pull(String reference, Optional<Credentials> credentials) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Path> layers(String reference) {
        throw new UnsupportedOperationException();
    }
}
