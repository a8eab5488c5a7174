package io.gantry.store.postgres;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.StaleCacheException;
import io.gantry.cache.Subscription;
import io.gantry.cache.WatchCache;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.store.Decision;
import io.gantry.store.KeyExistsException;
import io.gantry.store.KeyMissingException;
import io.gantry.store.RevisionCompactedException;
import io.gantry.store.StoreUnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * A process of its own with a store and its cache, as a control plane has them, so that a test can kill it. It takes a call a line, does
 * them at once, and answers each with a line that begins with the call's number; lines that begin with {@code E} tell a watcher's events.
 */
final class StoreProcess {

    static final GroupResource CONFIG_MAPS = new GroupResource("", "configmaps");

    private static final String NAMESPACE = "default";

    /** Somebody else has changed the object. */
    private static final class ConflictException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final PostgresObjectStore store;
    private final WatchCache cache;
    private final PrintStream out;

    private StoreProcess(PostgresObjectStore store, WatchCache cache, PrintStream out) {
        this.store = store;
        this.cache = cache;
        this.out = out;
    }

    /**
     * Runs until its input ends.
     *
     * @param arguments the database, and the revision after which events are told
     */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (PostgresObjectStore store =
                        new PostgresObjectStore(new Database(new DatabaseSettings(arguments[0], "", "", 8)));
                WatchCache cache = new WatchCache(store, WatchCache.Settings.DEFAULT)) {
            cache.start();
            StoreProcess process = new StoreProcess(store, cache, out);
            Thread.ofVirtual().start(() -> process.watch(Long.parseLong(arguments[1])));
            process.tell("ready");
            process.serve(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        }
        Runtime.getRuntime().halt(0);
    }

    private void serve(BufferedReader calls) throws IOException {
        for (String call = calls.readLine(); call != null; call = calls.readLine()) {
            String[] words = call.split(" ");
            Thread.ofVirtual().start(() -> tell(words[0] + " " + answer(words)));
        }
    }

    /** A line is printed whole or, when the process is killed, cut. */
    private synchronized void tell(String line) {
        out.print(line + "\n");
        out.flush();
    }

    private String answer(String[] words) {
        try {
            return switch (words[1]) {
                case "create" ->
                    "wrote "
                            + store.create(key(words[2]), object(words[2], words[3]))
                                    .revision();
                case "update" ->
                    "wrote "
                            + change(
                                    words[2], Long.parseLong(words[3]), new Decision.Write(object(words[2], words[4])));
                case "delete" ->
                    "wrote "
                            + change(
                                    words[2],
                                    Long.parseLong(words[3]),
                                    new Decision.Remove(object(words[2], words[4])));
                case "read" -> read(words[2]);
                case "list" -> list(words[2]);
                default -> "unknown";
            };
        } catch (KeyExistsException | ConflictException e) {
            return "conflict";
        } catch (KeyMissingException e) {
            return "absent";
        } catch (StoreUnavailableException | StaleCacheException e) {
            return "unknown";
        } catch (RuntimeException e) {
            return "failed " + e.toString().replaceAll("\\s+", " ");
        }
    }

    private long change(String name, long expected, Decision decision) {
        return store.update(key(name), present -> {
                    if (present.revision() != expected) {
                        throw new ConflictException();
                    }
                    return decision;
                })
                .revision();
    }

    private String read(String name) {
        cache.awaitCurrent();
        return shown(cache.get(key(name)));
    }

    private static String shown(Optional<ApiObject> object) {
        return object.map(found -> "found " + found.revision() + " " + value(found))
                .orElse("absent");
    }

    /** Everything whose name has the prefix. */
    private String list(String prefix) {
        cache.awaitCurrent();
        return "list "
                + cache.list(CONFIG_MAPS, Optional.of(NAMESPACE)).objects().stream()
                        .filter(object -> object.key().name().startsWith(prefix))
                        .map(object -> object.key().name() + "@" + object.revision() + "@" + value(object))
                        .collect(Collectors.joining(" "));
    }

    /** Tells every event after a revision; lists again when that is too long ago. */
    private void watch(long from) {
        long after = from;
        while (true) {
            Semaphore ready = new Semaphore(0);
            try (Subscription subscription =
                    cache.subscribe(CONFIG_MAPS, Optional.of(NAMESPACE), after, ready::release)) {
                while (!subscription.ended()) {
                    for (CacheEvent event : subscription.poll()) {
                        tell("E " + event.object().revision() + " " + type(event) + " "
                                + event.object().key().name() + " " + value(event.object()));
                        after = event.object().revision();
                    }
                    ready.acquireUninterruptibly();
                }
            } catch (RevisionCompactedException e) {
                after = cache.revision();
                tell("E " + after + " BEGIN - -");
            } catch (StoreUnavailableException e) {
                Thread.onSpinWait(); // the log is read while the database is away
            }
        }
    }

    static String type(CacheEvent event) {
        return switch (event) {
            case CacheEvent.Added added -> "ADDED";
            case CacheEvent.Modified modified -> "MODIFIED";
            case CacheEvent.Deleted deleted -> "DELETED";
        };
    }

    static ObjectKey key(String name) {
        return new ObjectKey(CONFIG_MAPS, NAMESPACE, name);
    }

    static ObjectNode object(String name, String value) {
        ObjectNode object = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
        object.putObject("metadata").put("name", name).put("namespace", NAMESPACE);
        object.putObject("data").put("value", value);
        return object;
    }

    static String value(ApiObject object) {
        return object.json().path("data").path("value").asText();
    }
}
