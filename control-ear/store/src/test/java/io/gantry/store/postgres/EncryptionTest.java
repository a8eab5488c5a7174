package io.gantry.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.store.Decision;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands in the database of secrets, and what becomes of them when keys change or are lost. */
@Timeout(120)
class EncryptionTest {

    private static final GroupResource SECRETS = new GroupResource("", "secrets");
    private static final GroupResource WIDGETS = new GroupResource("example.com", "widgets");
    private static final String FIRST = "one " + Base64.getEncoder().encodeToString(new byte[32]);
    private static final String SECOND =
            "two " + Base64.getEncoder().encodeToString("another key of just 32 bytes !!!".getBytes());
    private static final ObjectKey KEY = new ObjectKey(SECRETS, "default", "db");

    private DurablePostgres postgres;

    @BeforeEach
    void start() throws IOException {
        postgres = new DurablePostgres();
    }

    @AfterEach
    void stop() throws IOException {
        postgres.close();
    }

    private static DocumentCipher cipher(String... lines) {
        return new DocumentCipher(
                () -> EncryptionKeys.parse("keys", String.join("\n", lines)),
                Set.of(SECRETS, WIDGETS),
                new SecureRandom());
    }

    private PostgresObjectStore open(DocumentCipher cipher) {
        return new PostgresObjectStore(postgres.open(), cipher, Duration.ofDays(7), InstantSource.system());
    }

    private static ObjectNode secret(String password) {
        ObjectNode object = Json.object().put("kind", "Secret").put("apiVersion", "v1");
        object.putObject("metadata")
                .put("name", "db")
                .put("namespace", "default")
                .put("uid", "u-1");
        object.putObject("data").put("password", password);
        return object;
    }

    private List<String> documents(String table) {
        try (Database database = postgres.open()) {
            return database.read(session -> session.createNativeQuery(
                            "select document from " + table + " where key like '%secrets%' order by revision",
                            String.class)
                    .getResultList());
        }
    }

    private List<String> registered() {
        try (Database database = postgres.open()) {
            return database.read(
                    session -> session.createNativeQuery("select id from encryption_key order by id", String.class)
                            .getResultList());
        }
    }

    @Test
    void secretsAreEncryptedInTheTableAndInTheLogAndReadBackFromBoth() {
        DocumentCipher cipher = cipher(FIRST);
        try (PostgresObjectStore store = open(cipher)) {
            ApiObject created = store.create(KEY, secret("hunter2"));
            ApiObject updated = store.update(KEY, present -> new Decision.Write(secret("hunter3")));
            assertThat(store.get(KEY).orElseThrow().encoded()).isEqualTo(updated.encoded());
            assertThat(store.list("", "", 10).objects().getFirst().encoded()).isEqualTo(updated.encoded());
            assertThat(store.statesAt(List.of(created.revision()))
                            .get(created.revision())
                            .encoded())
                    .isEqualTo(created.encoded());
        }
        try (PostgresObjectStore again = open(cipher)) {
            assertThat(again.eventsAfter(0, 10))
                    .extracting(
                            event -> event.object().json().at("/data/password").asText())
                    .containsExactly("hunter2", "hunter3");
        }
        assertThat(documents("object")).hasSize(1).allMatch(text -> text.startsWith("aes256gcm:one:"));
        assertThat(documents("object_log")).hasSize(2).allMatch(text -> text.startsWith("aes256gcm:one:"));
    }

    @Test
    void otherResourcesStayReadable() {
        DocumentCipher cipher = cipher(FIRST);
        byte[] text = "{}".getBytes();
        assertThat(cipher.stored(new GroupResource("", "configmaps"), "p", text))
                .isEqualTo("{}");
        assertThat(cipher.stored(WIDGETS, "p", text)).startsWith("aes256gcm:one:");
        assertThat(cipher.document("p", text)).isEqualTo(text);
    }

    @Test
    void anEncryptedValueReadsOnlyAsTheObjectThatItIs() {
        DocumentCipher cipher = cipher(FIRST);
        byte[] stored = cipher.stored(SECRETS, "core/secrets/default/db", "{}".getBytes())
                .getBytes();
        assertThat(cipher.document("core/secrets/default/db", stored)).isEqualTo("{}".getBytes());
        assertThatThrownBy(() -> cipher.document("core/secrets/default/other", stored))
                .isInstanceOf(UnreadableDocumentException.class)
                .hasMessageContaining("was changed or moved");
    }

    @Test
    void aKeyThatAnotherInstanceBeganToUseIsLookedUpAgain() {
        String[] file = {FIRST};
        DocumentCipher running =
                new DocumentCipher(() -> EncryptionKeys.parse("keys", file[0]), Set.of(SECRETS), new SecureRandom());
        byte[] stored = cipher(SECOND).stored(SECRETS, "p", "{}".getBytes()).getBytes();
        assertThatThrownBy(() -> running.document("p", stored))
                .hasMessage("p is encrypted with key two, which is not in keys");
        file[0] = SECOND + "\n" + FIRST;
        assertThat(running.document("p", stored)).isEqualTo("{}".getBytes());
        assertThat(running.stored(SECRETS, "p", "{}".getBytes())).startsWith("aes256gcm:one:");
    }

    @Test
    void plainValuesAreRewrittenAndThenValuesUnderAnOlderKey() throws InterruptedException {
        try (PostgresObjectStore plain = new PostgresObjectStore(postgres.open())) {
            plain.create(KEY, secret("a"));
            plain.update(KEY, present -> new Decision.Write(secret("b")));
        }
        assertThat(documents("object_log")).allMatch(text -> text.startsWith("{"));
        rewrite(cipher(FIRST));
        assertThat(documents("object")).allMatch(text -> text.startsWith("aes256gcm:one:"));
        assertThat(documents("object_log")).hasSize(2).allMatch(text -> text.startsWith("aes256gcm:one:"));
        rewrite(cipher(SECOND, FIRST));
        assertThat(documents("object")).allMatch(text -> text.startsWith("aes256gcm:two:"));
        assertThat(documents("object_log")).hasSize(2).allMatch(text -> text.startsWith("aes256gcm:two:"));
        assertThat(registered()).containsExactly("two");
        try (PostgresObjectStore store = open(cipher(SECOND))) {
            assertThat(store.get(KEY).orElseThrow().revision()).isEqualTo(2);
            assertThat(store.get(KEY).orElseThrow().json().at("/data/password").asText())
                    .isEqualTo("b");
        }
    }

    private void rewrite(DocumentCipher cipher) throws InterruptedException {
        try (Database database = postgres.open()) {
            KeyRegister register = new KeyRegister(database, cipher);
            register.check();
            new DocumentRewriter(database, cipher, register).run();
        }
    }

    @Test
    void aMissingKeyOrAnotherOfTheSameNameStopsTheStartAndChangesNothing() {
        try (PostgresObjectStore store = open(cipher(FIRST))) {
            store.create(KEY, secret("kept"));
        }
        String impostor = SECOND.replace("two", "one");
        try (Database database = postgres.open()) {
            assertThatThrownBy(() -> new KeyRegister(database, cipher(SECOND)).check())
                    .isInstanceOf(UnreadableDocumentException.class)
                    .hasMessage(
                            "the database holds values encrypted with key one, which is not in keys: put the key back from a"
                                    + " backup or from another instance");
            assertThatThrownBy(() -> new KeyRegister(database, cipher(impostor)).check())
                    .isInstanceOf(UnreadableDocumentException.class)
                    .hasMessageContaining("key one in keys is not the one it was encrypted with");
        }
        assertThat(registered()).containsExactly("one");
        try (PostgresObjectStore store = open(cipher(FIRST))) {
            assertThat(store.get(KEY).orElseThrow().json().at("/data/password").asText())
                    .isEqualTo("kept");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', holds no key",
        "'one', 'key 1 is not a name'",
        "'one c2hvcnQ=', 'key one is not 32 bytes in Base64'",
        "'o/ne AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', 'key 1 is not a name'",
        "'a AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\na AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', 'two keys have the name a'",
    })
    void aWrongKeyFileIsRefused(String text, String why) {
        assertThatThrownBy(() -> EncryptionKeys.parse("keys", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
