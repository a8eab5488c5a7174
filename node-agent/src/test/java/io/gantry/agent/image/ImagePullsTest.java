package io.gantry.agent.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.it.RecordingReporter;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.EngineException;
import io.gantry.agent.runtime.ImageStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePullsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Pod POD = new Pod(Json.read("""
                    {"metadata":{"namespace":"ns","name":"p","uid":"u"},"spec":{"imagePullSecrets":[{"name":"reg"}]}}"""));

    private static final Pod OTHER =
            new Pod(Json.read("{\"metadata\":{\"namespace\":\"ns\",\"name\":\"o\",\"uid\":\"o\"},\"spec\":{}}"));

    private final FakeStore store = new FakeStore();
    private final ClusterState cluster = new ClusterState();
    private final RecordingReporter reporter = new RecordingReporter();
    private ImagePulls pulls;

    @BeforeEach
    void openRecords(@TempDir Path directory) throws IOException {
        PulledImages records = new PulledImages(
                new PullRecordFiles(directory), CredentialVerification.DEFAULT, InstantSource.fixed(NOW));
        pulls = new ImagePulls(store, records, cluster, reporter, InstantSource.fixed(NOW));
    }

    @Test
    void anImageThatIsPresentIsNotPulled() {
        store.present.put("i:1", "id");

        assertThat(ensure("i:1", "IfNotPresent")).isEqualTo(new ImageStatus.Ready("id", ""));
        assertThat(store.pulled).isEmpty();
    }

    @Test
    void anImageThatIsMissingIsPulled() {
        store.available.put("i:1", "id");

        assertThat(ensure(OTHER, "i:1", "IfNotPresent")).isEqualTo(new ImageStatus.Ready("id", ""));
        assertThat(store.pulled).containsExactly("i:1");
        assertThat(reporter.events())
                .containsExactly(
                        "Pulling: Pulling image \"i:1\"",
                        "Pulled: Successfully pulled image \"i:1\" in 0s (0s including waiting). Image size: 7 bytes.");
    }

    @Test
    void alwaysMeansEvenIfPresent() {
        store.present.put("i:1", "old");
        store.available.put("i:1", "new");

        assertThat(ensure("i:1", "Always")).isEqualTo(new ImageStatus.Ready("new", ""));
    }

    @Test
    void neverMeansNever() {
        ImageStatus status = ensure("i:1", "Never");

        assertThat(status)
                .isInstanceOfSatisfying(
                        ImageStatus.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo("ErrImageNeverPull"));
        assertThat(reporter.events())
                .containsExactly(
                        "ErrImageNeverPull: Container image \"i:1\" is not present with pull policy of Never",
                        "Failed: Error: ErrImageNeverPull");
    }

    @Test
    void pullsOfAPodThatIsGoneKeepNoOthersWaiting() throws InterruptedException {
        store.hanging.addAll(List.of("far:1", "far:2", "far:3", "far:4"));
        store.available.put("near:1", "id");
        for (String image : List.of("far:1", "far:2", "far:3", "far:4", "far:1")) {
            pulls.ensure(POD, container(image, "Always"), status -> {
                throw new AssertionError("the pod was told " + status);
            });
        }
        store.hung.acquire(4);

        CompletableFuture<ImageStatus> end = new CompletableFuture<>();
        pulls.ensure(OTHER, container("near:1", "Always"), end::complete);
        assertThat(end).isNotDone();
        pulls.forget(POD.uid());

        assertThat(end.join()).isEqualTo(new ImageStatus.Ready("id", ""));
        assertThat(reporter.events()).noneMatch(event -> event.startsWith("Failed:"));
    }

    @Test
    void anImageThatCameWhileAPullWaitedIsNotPulledAgain() throws InterruptedException {
        store.hanging.addAll(List.of("far:1", "far:2", "far:3", "far:4"));
        List.of("far:1", "far:2", "far:3", "far:4")
                .forEach(image -> pulls.ensure(POD, container(image, "Always"), status -> {}));
        store.hung.acquire(4);
        CompletableFuture<ImageStatus> end = new CompletableFuture<>();
        pulls.ensure(OTHER, container("near:1", "IfNotPresent"), end::complete);

        store.present.put("near:1", "id");
        pulls.forget(POD.uid());

        assertThat(end.join()).isEqualTo(new ImageStatus.Ready("id", ""));
        assertThat(store.pulled).isEmpty();
    }

    @Test
    void failuresWaitLongerEachTime() {
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ImageStatus.Failed failed = (ImageStatus.Failed) ensure("i:1", "IfNotPresent");
            waits.add(Duration.between(NOW, failed.retryAt()));
        }

        assertThat(waits).extracting(Duration::toSeconds).containsExactly(10L, 20L, 40L, 80L, 160L, 300L, 300L);
        assertThat(reporter.events())
                .contains("Failed: Failed to pull image \"i:1\": no such image", "Failed: Error: ErrImagePull");
    }

    @Test
    void aFailureBecomesABackOff() {
        ImageStatus.Failed failed = (ImageStatus.Failed) ensure("i:1", "IfNotPresent");

        ImageStatus.Failed shown = (ImageStatus.Failed) pulls.backOff(POD, container("i:1", "IfNotPresent"), failed);

        assertThat(shown.reason()).isEqualTo("ImagePullBackOff");
        assertThat(shown.message()).isEqualTo("Back-off pulling image \"i:1\": ErrImagePull: no such image");
        assertThat(shown.changeAt()).isEqualTo(failed.retryAt());
        assertThat(reporter.events())
                .endsWith("BackOff: Back-off pulling image \"i:1\"", "Failed: Error: ImagePullBackOff");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPPER", "a b", "x:", "-x", "a//b:::"})
    void aNameThatIsNoneIsRefused(String image) {
        assertThat(ensure(image, "IfNotPresent"))
                .isInstanceOfSatisfying(
                        ImageStatus.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo("InvalidImageName"));
    }

    @Test
    void theAccountOfTheRegistryIsUsed() {
        secret("reg", account("https://registry.example", "me:pass:word"));
        store.available.put("registry.example/i:1", "id");

        ensure("registry.example/i:1", "IfNotPresent");

        assertThat(store.credentials).contains(new ImageStore.Credentials("me", "pass:word", "registry.example"));
    }

    @Test
    void accountsAreTriedTheMostSpecificFirstUntilOneIsRight() {
        secret("reg", account("registry.example", "wide:1") + "," + account("registry.example/team", "narrow:2"));
        store.available.put("registry.example/team/i:1", "id");
        store.accepted = Optional.of("wide");

        assertThat(ensure("registry.example/team/i:1", "IfNotPresent")).isEqualTo(new ImageStatus.Ready("id", ""));
        assertThat(store.asked).containsExactly("narrow", "wide");
    }

    @Test
    void refusalsOfAllAccountsAreTold() {
        secret("reg", account("registry.example", "a:1") + "," + account("registry.example/team", "b:2"));
        store.available.put("registry.example/team/i:1", "id");
        store.accepted = Optional.of("nobody");

        ImageStatus.Failed failed = (ImageStatus.Failed) ensure("registry.example/team/i:1", "IfNotPresent");

        assertThat(failed.message()).isEqualTo("[unauthorized: b, unauthorized: a]");
    }

    @Test
    void theNodesOwnAccountComesAfterThoseOfThePod() {
        secret("reg", account("registry.example", "a:1"));
        store.available.put("registry.example/i:1", "id");
        store.accepted = Optional.of("anonymous");
        assertThat(ensure("registry.example/i:1", "IfNotPresent")).isInstanceOf(ImageStatus.Failed.class);

        store.ownAccount = true;

        assertThat(ensure("registry.example/i:1", "IfNotPresent")).isEqualTo(new ImageStatus.Ready("id", ""));
    }

    @Test
    void aSecretThatIsMissingIsTold() {
        store.available.put("i:1", "id");

        ensure("i:1", "IfNotPresent");

        // the pod names the secret "reg"
        assertThat(reporter.events())
                .contains("FailedToRetrieveImagePullSecret: Unable to retrieve some image pull secrets (reg);"
                        + " attempting to pull the image may not succeed.");
    }

    @Test
    void anImageThatCameWithAnAccountIsNotForPodsWithoutOne() {
        secret("reg", account("registry.example", "me:1"));
        store.available.put("registry.example/i:1", "id");
        store.accepted = Optional.of("me");
        ensure("registry.example/i:1", "IfNotPresent");
        reporter.clearEvents();

        assertThat(ensure(OTHER, "registry.example/i:1", "IfNotPresent"))
                .isInstanceOfSatisfying(
                        ImageStatus.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo("ErrImagePull"));
        assertThat(ensure(OTHER, "registry.example/i:1", "Never"))
                .isInstanceOfSatisfying(
                        ImageStatus.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo("ErrImageNeverPull"));
        assertThat(store.pulled).hasSize(1);
        assertThat(ensure(POD, "registry.example/i:1", "Never")).isEqualTo(new ImageStatus.Ready("id", ""));
    }

    @Test
    void anImageThatCameWithoutAnAccountIsForAll() {
        store.available.put("i:1", "id");
        ensure(OTHER, "i:1", "IfNotPresent");
        store.available.clear();

        assertThat(ensure(POD, "i:1", "IfNotPresent")).isEqualTo(new ImageStatus.Ready("id", ""));
    }

    private void secret(String name, String accounts) {
        String config = base64("{\"auths\":{" + accounts + "}}");
        cluster.upsert(
                new ObjectRef("secrets", "ns", name),
                Json.read("{\"metadata\":{\"namespace\":\"ns\",\"name\":\"" + name + "\",\"uid\":\"1\"},"
                        + "\"type\":\"kubernetes.io/dockerconfigjson\",\"data\":{\".dockerconfigjson\":\"" + config
                        + "\"}}"));
    }

    private static String account(String registry, String nameAndPassword) {
        return "\"" + registry + "\":{\"auth\":\"" + base64(nameAndPassword) + "\"}";
    }

    private ImageStatus ensure(String image, String policy) {
        return ensure(POD, image, policy);
    }

    private ImageStatus ensure(Pod pod, String image, String policy) {
        CompletableFuture<ImageStatus> end = new CompletableFuture<>();
        ImageStatus status = pulls.ensure(pod, container(image, policy), end::complete);
        return status instanceof ImageStatus.Pulling ? end.join() : status;
    }

    private static Container container(String image, String policy) {
        return new Container(
                Json.object().put("name", "c").put("image", image).put("imagePullPolicy", policy),
                Container.Kind.REGULAR);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class FakeStore implements ImageStore {

        private final Map<String, String> present = new ConcurrentHashMap<>();
        private final Map<String, String> available = new HashMap<>();
        private final List<String> pulled = new ArrayList<>();
        /** Images of a registry that does not answer. */
        private final Set<String> hanging = new HashSet<>();

        private final Semaphore hung = new Semaphore(0);
        private final List<String> asked = new ArrayList<>();
        /** The account that the registry wants; none when it wants none. */
        private Optional<String> accepted = Optional.empty();

        private boolean ownAccount;

        private Optional<Credentials> credentials = Optional.empty();

        @Override
        public Optional<Image> find(String reference) {
            return Optional.ofNullable(present.get(reference)).map(id -> new Image(id, id, List.of(reference), 7, ""));
        }

        @Override
        public boolean hasAccountFor(String reference) {
            return ownAccount;
        }

        @Override
        public void pull(String reference, Optional<Credentials> account) {
            credentials = account;
            account.ifPresent(known -> asked.add(known.username()));
            if (hanging.contains(reference)) {
                hang();
            }
            if (!available.containsKey(reference)) {
                throw new EngineException("no such image", null);
            }
            String name = account.map(Credentials::username).orElse("anonymous");
            if (accepted.filter(one -> !one.equals(name)).isPresent()) {
                throw new EngineException("unauthorized: " + name);
            }
            pulled.add(reference);
            present.put(reference, available.get(reference));
        }

        private void hang() {
            try {
                hung.release();
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EngineException("interrupted", e);
            }
        }

        @Override
        public List<Path> layers(String reference) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Image> list() {
            return List.of();
        }
    }
}
