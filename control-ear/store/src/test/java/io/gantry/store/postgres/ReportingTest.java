package io.gantry.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.store.Decision;
import io.gantry.store.Origin;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 6.3: read-only views over the live cluster. */
@Timeout(120)
class ReportingTest {

    private static final GroupResource SECRETS = new GroupResource("", "secrets");
    private static final GroupResource WIDGETS = new GroupResource("example.com", "widgets");

    private static DurablePostgres postgres;
    private static Database owner;
    private static Database reader;

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = new DurablePostgres();
        String key = "k " + Base64.getEncoder().encodeToString(new byte[32]);
        DocumentCipher cipher = new DocumentCipher(
                () -> EncryptionKeys.parse("keys", key), Set.of(new GroupResource("", "hidden")), new SecureRandom());
        owner = postgres.open();
        try (PostgresObjectStore store =
                new PostgresObjectStore(postgres.open(), cipher, Duration.ofDays(7), InstantSource.system())) {
            fill(store);
        }
        postgres.execute("postgres", "create role report login in role gantry_reader");
        reader = new Database(new DatabaseSettings(postgres.settings().url(), "", "", 4));
    }

    private static void fill(PostgresObjectStore store) {
        create(store, new GroupResource("", "pods"), "default", "web", "v1", "Pod", """
                {"metadata":{"labels":{"app":"web"},"creationTimestamp":"2026-03-01T10:00:00Z","ownerReferences":[{"kind":"ReplicaSet",
                "name":"web-1","controller":true}]},"spec":{"nodeName":"n1","containers":[{"name":"c","image":"nginx","resources":
                {"requests":{"cpu":"100m"}}}],"initContainers":[{"name":"i","image":"busybox"}]},"status":{"phase":"Running",
                "podIP":"10.0.0.1","conditions":[{"type":"Ready","status":"True"}],"containerStatuses":[{"name":"c","ready":true,
                "restartCount":3,"state":{"running":{}}}]}}""");
        create(store, new GroupResource("", "pods"), "default", "new", "v1", "Pod", """
                {"metadata":{"creationTimestamp":"2026-03-01T10:00:00Z"},"spec":{"containers":[{"name":"c","image":"nginx"}]},
                "status":{"conditions":null}}""");
        create(store, new GroupResource("", "nodes"), "", "n1", "v1", "Node", """
                {"spec":{"unschedulable":true},"status":{"capacity":{"cpu":"4"},"conditions":[{"type":"Ready","status":"False"}],
                "addresses":[{"type":"InternalIP","address":"192.0.2.1"}]}}""");
        create(store, new GroupResource("apps", "deployments"), "default", "web", "apps/v1", "Deployment", """
                {"spec":{"replicas":3,"template":{"spec":{"containers":[{"image":"nginx"},{"image":"log"}]}}},
                "status":{"readyReplicas":2}}""");
        create(store, new GroupResource("", "services"), "default", "web", "v1", "Service", """
                {"spec":{"type":"NodePort","clusterIP":"10.96.0.9","ports":[{"port":80,"nodePort":30080,"protocol":"TCP"}]}}""");
        create(store, new GroupResource("", "events"), "default", "e", "v1", "Event", """
                {"type":"Warning","reason":"Failed","count":2,"involvedObject":{"kind":"Pod","name":"web"},
                "lastTimestamp":"2026-03-01T10:00:00Z"}""");
        create(store, WIDGETS, "default", "w", "example.com/v1", "Widget", "{\"spec\":{\"size\":7}}");
        create(store, SECRETS, "default", "plain", "v1", "Secret", "{\"data\":{\"p\":\"aHVudGVyMg==\"}}");
        create(store, new GroupResource("", "hidden"), "default", "h", "v1", "Hidden", "{}");
        store.update(
                new ObjectKey(WIDGETS, "default", "w"),
                present -> new Decision.Write(present.copy()),
                new Origin("jane", "kubectl", "patch"));
    }

    private static void create(
            PostgresObjectStore store,
            GroupResource resource,
            String namespace,
            String name,
            String apiVersion,
            String kind,
            String body) {
        ObjectNode object = Json.read(body);
        object.put("apiVersion", apiVersion).put("kind", kind);
        object.withObject("/metadata")
                .put("name", name)
                .put("namespace", namespace)
                .put("uid", "uid-" + name);
        store.create(new ObjectKey(resource, namespace, name), object);
    }

    @AfterAll
    static void stop() throws IOException {
        reader.close();
        owner.close();
        postgres.close();
    }

    /** The rows as the reporting role sees them. */
    private static List<String> asReader(String sql) {
        return reader.inTransaction(session -> {
            session.createNativeMutationQuery("set local role report").executeUpdate();
            return session.createNativeQuery("select row_to_json(r)::text from (" + sql + ") r", String.class)
                    .getResultList();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "select namespace, name, node, phase, ready, ip, restarts, owner_kind, owner_name from gantry_v1.pods order by name desc"
                        + "|{\"namespace\":\"default\",\"name\":\"web\",\"node\":\"n1\",\"phase\":\"Running\",\"ready\":true,"
                        + "\"ip\":\"10.0.0.1\",\"restarts\":3,\"owner_kind\":\"ReplicaSet\",\"owner_name\":\"web-1\"}",
                "select pod, name, init, image, cpu_request, ready, restarts, state from gantry_v1.containers where pod = 'web'"
                        + "|{\"pod\":\"web\",\"name\":\"c\",\"init\":false,\"image\":\"nginx\",\"cpu_request\":\"100m\","
                        + "\"ready\":true,\"restarts\":3,\"state\":\"running\"}",
                "select name, ready, cordoned, address, cpu_capacity from gantry_v1.nodes"
                        + "|{\"name\":\"n1\",\"ready\":false,\"cordoned\":true,\"address\":\"192.0.2.1\",\"cpu_capacity\":\"4\"}",
                "select kind, name, desired, ready, images from gantry_v1.workloads"
                        + "|{\"kind\":\"Deployment\",\"name\":\"web\",\"desired\":3,\"ready\":2,\"images\":\"nginx, log\"}",
                "select name, type, cluster_ip, ports from gantry_v1.services"
                        + "|{\"name\":\"web\",\"type\":\"NodePort\",\"cluster_ip\":\"10.96.0.9\",\"ports\":\"80:30080/TCP\"}",
                "select reason, object_kind, object_name, count from gantry_v1.events"
                        + "|{\"reason\":\"Failed\",\"object_kind\":\"Pod\",\"object_name\":\"web\",\"count\":2}",
                "select name, kind, object #>> '{spec,size}' as size from gantry_v1.objects where api_group = 'example.com'"
                        + "|{\"name\":\"w\",\"kind\":\"Widget\",\"size\":\"7\"}",
                "select name, object #>> '{spec,size}' as size from gantry_v1.objects_of('example.com', 'widgets')"
                        + "|{\"name\":\"w\",\"size\":\"7\"}",
                "select name, change, verb, agent, username from gantry_v1.changes where verb = 'patch'"
                        + "|{\"name\":\"w\",\"change\":\"update\",\"verb\":\"patch\",\"agent\":\"kubectl\",\"username\":\"jane\"}",
            })
    void viewsShowTheLiveCluster(String sql, String first) {
        assertThat(asReader(sql).getFirst()).isEqualTo(first);
    }

    @Test
    void neitherSecretsNorEncryptedObjectsAreShown() {
        assertThat(asReader("select resource from gantry_v1.objects"))
                .hasSize(7)
                .noneMatch(row -> row.contains("secrets") || row.contains("hidden"));
        assertThat(asReader("select * from gantry_v1.objects_of('', 'secrets')"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "object",
                "object_log",
                "object_kept",
                "encryption_key",
                "revision_counter",
                "flyway_schema_history"
            })
    void theRoleReadsNothingElse(String table) {
        assertThatThrownBy(() -> asReader("select * from " + table)).hasMessageContaining("permission denied");
    }

    @Test
    void theRoleChangesNothing() {
        assertThatThrownBy(() -> asReader("select gantry_v1.allow('report')"))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> reader.inTransaction(session -> {
                    session.createNativeMutationQuery("set local role report").executeUpdate();
                    return session.createNativeMutationQuery("delete from gantry_v1.changes")
                            .executeUpdate();
                }))
                .hasMessageContaining("permission denied");
    }

    @Test
    void aQueryOfOneKindReadsItsRangeOfKeys() {
        String plan = owner
                .<List<String>>inTransaction(session -> {
                    session.createNativeMutationQuery("set local enable_seqscan = off")
                            .executeUpdate();
                    return session.createNativeQuery("explain select name from gantry_v1.pods", String.class)
                            .getResultList();
                })
                .stream()
                .collect(Collectors.joining("\n"));
        assertThat(plan).contains("object_pkey");
        assertThat(Arrays.asList(plan.split("\n"))).noneMatch(line -> line.contains("Seq Scan"));
    }
}
