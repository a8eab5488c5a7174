package io.gantry.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The control plane: Open Liberty with the EAR. */
final class Liberty {

    private static final String SERVER = "gantry";
    private static final int FEW_PROCESSORS = 4;

    private final Layout layout;
    private final Daemon daemon;
    private final StartFailures failures;

    Liberty(Layout layout) {
        this.layout = layout;
        this.daemon = new Daemon(layout, "control-plane");
        this.failures = new StartFailures(daemon.log(), InstantSource.system());
    }

    Daemon daemon() {
        return daemon;
    }

    /**
     * Starts the server unless it runs.
     *
     * @param environment what server.xml and the application read
     */
    void start(Map<String, String> environment) {
        if (daemon.running().isPresent()) {
            return;
        }
        if (!Files.isDirectory(layout.libertyRuntime()) || !Files.exists(layout.ear())) {
            throw new Failure("the control plane is not built; type: ./gantry build");
        }
        prepareServer();
        Map<String, String> all = new HashMap<>(environment);
        all.put("WLP_USER_DIR", layout.libertyUser().toString());
        all.put("LOG_DIR", layout.logs().resolve("liberty").toString());
        all.put("JAVA_HOME", System.getProperty("java.home"));
        all.put("JVM_ARGS", jvmArguments(Runtime.getRuntime().availableProcessors()));
        daemon.start(
                List.of(layout.libertyRuntime().resolve("bin/server").toString(), "run", SERVER), all, layout.state());
    }

    /** With few processors the JVM would have one thread for its optimizing compiler; with two the server is warm in half the time. */
    private static String jvmArguments(int processors) {
        String own = Optional.ofNullable(System.getenv("JVM_ARGS")).orElse("");
        return processors < FEW_PROCESSORS ? ("-XX:CICompilerCount=3 " + own).strip() : own;
    }

    void await(BooleanSupplier ready) {
        daemon.await("the API server is ready", Duration.ofSeconds(300), () -> {
            failures.check();
            return ready.getAsBoolean();
        });
    }

    void stop() {
        daemon.stop("TERM", Duration.ofSeconds(20));
    }

    private void prepareServer() {
        Path server = layout.libertyUser().resolve("servers").resolve(SERVER);
        try {
            new FileTree(layout.libertyConfig()).copyTo(server);
            Files.createDirectories(server.resolve("apps"));
            Path deployed = server.resolve("apps/gantry.ear");
            if (!Files.exists(deployed) || Files.mismatch(layout.ear(), deployed) >= 0) {
                // builds are reproducible: the server takes modules of an earlier one for these, by size and time
                new FileTree(server.resolve("workarea")).delete();
                Files.copy(layout.ear(), deployed, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new Failure("cannot prepare " + server, e);
        }
    }
}
