package io.gantry.agent.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.runtime.ImageStore;
import io.gantry.agent.runtime.ImageStore.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PulledImagesTest {

    private static final String IMAGE = "r.example/i:1";

    @TempDir
    private Path directory;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private PulledImages pulled;

    @BeforeEach
    void open() throws IOException {
        pulled = new PulledImages(new PullRecordFiles(directory), CredentialVerification.DEFAULT, () -> now);
    }

    private static PullAccount account(String uid, String hash) {
        return new PullAccount(new Credentials("n", "p", "r.example"), new UsedSecret(uid, "ns", "s", hash));
    }

    private boolean mayUse(String image, String id, PullAccount... accounts) {
        return pulled.mayUse(image, id, () -> List.of(accounts));
    }

    @Test
    void whatWasHereBeforeIsForAll() {
        assertThat(mayUse(IMAGE, "id")).isTrue();
    }

    @Test
    void theSameSecretOrTheSameAccountWillDo() throws IOException {
        pulled.begin(IMAGE);
        pulled.succeeded(IMAGE, "id", ImageAccess.of(account("1", "h").secret()));

        assertThat(mayUse(IMAGE, "id")).isFalse();
        assertThat(mayUse(IMAGE, "id", account("2", "other"))).isFalse();
        assertThat(mayUse(IMAGE, "id", account("2", "h"))).isTrue();
        assertThat(mayUse(IMAGE, "id", account("1", "changed"))).isTrue();
        // both have been seen by now
        assertThat(mayUse(IMAGE, "id", account("3", "changed"))).isTrue();
    }

    @Test
    void theSameImageByAnotherNameIsAnotherQuestion() throws IOException {
        pulled.begin(IMAGE);
        pulled.succeeded(IMAGE, "id", ImageAccess.EVERYONE);

        assertThat(mayUse("r.example/i:2", "id")).isTrue();
        assertThat(mayUse("r.example/j:1", "id")).isFalse();
    }

    @Test
    void everyoneStaysEveryone() throws IOException {
        pulled.begin(IMAGE);
        pulled.succeeded(IMAGE, "id", ImageAccess.EVERYONE);
        pulled.begin(IMAGE);
        pulled.succeeded(IMAGE, "id", ImageAccess.of(account("1", "h").secret()));

        assertThat(mayUse(IMAGE, "id")).isTrue();
    }

    @Test
    void anImageWhosePullIsUnderWayDoesNotCountAsHereBefore() throws IOException {
        pulled.begin(IMAGE);
        pulled.begin(IMAGE);
        pulled.failed(IMAGE);

        assertThat(mayUse(IMAGE, "id")).isFalse();
        pulled.failed(IMAGE);
        assertThat(mayUse(IMAGE, "id")).isTrue();
    }

    @Test
    void aPullThatTheAgentDidNotSeeTheEndOfIsForNobody() throws IOException {
        pulled.begin(IMAGE);
        open();
        assertThat(mayUse(IMAGE, "id")).isFalse();

        pulled.recover(new OneImage());

        assertThat(mayUse(IMAGE, "id")).isFalse();
        assertThat(mayUse("r.example/other", "id")).isFalse();
        assertThat(directory.resolve("pulling")).isEmptyDirectory();
    }

    @Test
    void whatIsRememberedOutlivesTheAgent() throws IOException {
        pulled.begin(IMAGE);
        pulled.succeeded(IMAGE, "id", ImageAccess.of(account("1", "h").secret()));
        open();

        assertThat(mayUse(IMAGE, "id", account("1", "h"))).isTrue();
        assertThat(mayUse(IMAGE, "id")).isFalse();
    }

    @Test
    void aRecordThatCannotBeReadMeansAskAndTheAnswerReplacesIt() throws IOException {
        pulled.begin(IMAGE);
        pulled.succeeded(IMAGE, "id", ImageAccess.EVERYONE);
        try (Stream<Path> files = Files.list(directory.resolve("pulled"))) {
            Files.writeString(files.findFirst().orElseThrow(), "{");
        }

        assertThat(mayUse(IMAGE, "id")).isFalse();
        pulled.begin(IMAGE);
        pulled.succeeded(IMAGE, "id", ImageAccess.EVERYONE);
        assertThat(mayUse(IMAGE, "id")).isTrue();
    }

    @Test
    void imagesThatAreGoneAreForgottenUnlessTheyCameMeanwhile() throws IOException {
        pulled.begin(IMAGE);
        pulled.succeeded(IMAGE, "id", ImageAccess.of(account("1", "h").secret()));

        pulled.retain(Set.of(), now);
        assertThat(mayUse(IMAGE, "id")).isFalse();
        pulled.retain(Set.of("id"), now.plus(Duration.ofSeconds(1)));
        assertThat(mayUse(IMAGE, "id")).isFalse();
        pulled.retain(Set.of(), now.plus(Duration.ofSeconds(1)));
        assertThat(mayUse(IMAGE, "id")).isTrue();
    }

    private static final class OneImage implements ImageStore {

        @Override
        public Optional<Image> find(String reference) {
            return Optional.of(new Image("i", "id", List.of(reference), 1, ""));
        }

        @Override
        public boolean hasAccountFor(String reference) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void pull(String reference, Optional<Credentials> credentials) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Image> list() {
            return List.of(new Image("i", "id", List.of(IMAGE), 1, ""));
        }

        @Override
        public List<Path> layers(String reference) {
            throw new UnsupportedOperationException();
        }
    }
}
