package io.gantry.ansible;

import io.gantry.e2e.CommandLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/** Throw-away keys: one that all hosts show, one that a user logs in with. */
record SshKeys(Path folder) {

    static SshKeys make(Path folder, CommandLine commands) {
        try {
            Files.createDirectories(folder);
            for (String name : List.of("host_key", "user_key")) {
                Files.deleteIfExists(folder.resolve(name));
                commands.require(
                        Duration.ofSeconds(30),
                        "",
                        List.of(
                                "ssh-keygen",
                                "-q",
                                "-t",
                                "ed25519",
                                "-N",
                                "",
                                "-f",
                                folder.resolve(name).toString()));
            }
            Files.copy(
                    folder.resolve("user_key.pub"),
                    folder.resolve("authorized_keys"),
                    StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(folder.resolve("known_hosts"), "* " + Files.readString(folder.resolve("host_key.pub")));
            return new SshKeys(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path userKey() {
        return folder.resolve("user_key");
    }

    List<String> options() {
        return List.of("-o", "UserKnownHostsFile=" + folder.resolve("known_hosts"), "-o", "BatchMode=yes");
    }
}
