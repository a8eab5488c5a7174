package io.gantry.store.postgres;

import io.gantry.store.linearizability.Call;
import io.gantry.store.linearizability.Outcome;
import io.gantry.store.linearizability.TestedStore;
import io.gantry.store.linearizability.WatchLog;
import io.gantry.store.linearizability.WatchLog.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The test's end of a {@link StoreProcess}, which it kills and starts again. One watcher goes on over all of its lives. */
final class StoreClient implements TestedStore, AutoCloseable {

    private static final String UNKNOWN = "unknown";
    private static final long ANSWER_SECONDS = 60;

    private final String database;
    private final WatchLog watched = new WatchLog();
    private final AtomicLong numbers = new AtomicLong();
    private volatile Life life;

    /** One process, from its start to its end. */
    private static final class Life {
        private final Process process;
        private final PrintStream calls;
        private final Map<String, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();
        private final CountDownLatch ready = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);

        private Life(Process process) {
            this.process = process;
            this.calls = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        }
    }

    StoreClient(String database, long from) throws IOException {
        this.database = database;
        watched.beginsAt(from);
        start();
    }

    private void start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                StoreProcess.class.getName(),
                database,
                String.valueOf(reached())));
        Life started = new Life(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
        life = started;
        Thread.ofPlatform().daemon().start(() -> read(started));
        try {
            if (!started.ready.await(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the store does not start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void read(Life of) {
        try (BufferedReader answers =
                new BufferedReader(new InputStreamReader(of.process.getInputStream(), StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int c = answers.read(); c >= 0; c = answers.read()) {
                if (c == '\n') {
                    take(of, line.toString());
                    line.setLength(0);
                } else {
                    line.append((char) c);
                }
            }
        } catch (IOException e) {
            // it was killed
        } finally {
            of.ready.countDown();
            of.ended.countDown(); // a call that begins to wait after this looks at it
            of.waiting.values().forEach(answer -> answer.complete(UNKNOWN));
        }
    }

    private void take(Life of, String line) {
        String[] words = line.split(" ", 2);
        switch (words[0]) {
            case "ready" -> of.ready.countDown();
            case "E" -> event(words[1].split(" "));
            default -> {
                CompletableFuture<String> answer = of.waiting.remove(words[0]);
                answer.complete(words[1]);
            }
        }
    }

    private void event(String[] words) {
        long revision = Long.parseLong(words[0]);
        if (words[1].equals("BEGIN")) {
            watched.beginsAt(revision);
        } else {
            watched.tells(new Event(revision, words[1], words[2], words[3]));
        }
    }

    long reached() {
        return watched.reached();
    }

    List<String> faults(List<Event> written) {
        return watched.faults(written);
    }

    @Override
    public Optional<Outcome> call(String name, Call call) {
        String words = switch (call) {
            case Call.Create create -> "create " + name + " " + create.value();
            case Call.Update update -> "update " + name + " " + update.expected() + " " + update.value();
            case Call.Delete delete -> "delete " + name + " " + delete.expected() + " removed";
            case Call.Read read -> "read " + name;
        };
        String[] answer = ask(words).split(" ");
        return Optional.of(
                switch (answer[0]) {
                    case "wrote" -> new Outcome.Wrote(Long.parseLong(answer[1]));
                    case "found" -> new Outcome.Found(Long.parseLong(answer[1]), answer[2]);
                    case "absent" -> new Outcome.Absent();
                    case "conflict" -> new Outcome.Conflict();
                    case UNKNOWN -> new Outcome.Unknown();
                    default -> throw new AssertionError(words + ": " + String.join(" ", answer));
                });
    }

    @Override
    public Optional<Map<String, Outcome.Found>> list(String prefix) {
        String[] answer = ask("list " + prefix).split(" ");
        if (!answer[0].equals("list")) {
            return Optional.empty();
        }
        Map<String, Outcome.Found> found = new HashMap<>();
        for (int i = 1; i < answer.length; i++) {
            String[] item = answer[i].split("@");
            found.put(item[0], new Outcome.Found(Long.parseLong(item[1]), item[2]));
        }
        return Optional.of(found);
    }

    /** The answer; {@code unknown} when the process ended before there was one. */
    private String ask(String words) {
        Life present = life;
        String number = String.valueOf(numbers.incrementAndGet());
        CompletableFuture<String> answer = new CompletableFuture<>();
        present.waiting.put(number, answer);
        synchronized (present) {
            present.calls.print(number + " " + words + "\n");
            present.calls.flush();
        }
        if (present.ended.getCount() == 0) {
            answer.complete(UNKNOWN); // after the end nobody completes what waits
        }
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("no answer to " + words, e);
        }
    }

    /** As {@code kill -9} does, and then starts it again. */
    void killAndStart() throws IOException, InterruptedException {
        kill();
        start();
    }

    private void kill() throws InterruptedException {
        life.process.destroyForcibly().waitFor();
        life.ended.await();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
