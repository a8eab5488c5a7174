package io.gantry.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * While open, Debian's packages start no service when they are installed (policy-rc.d of invoke-rc.d(8)), and those that this
 * machine did not have before are not started at its next boot either.
 *
 * @param policy the file that we wrote; absent when the machine had a policy of its own, which stays
 * @param absentBefore services that the machine did not have
 */
record NoNewServices(Shell shell, Optional<Path> policy, List<String> absentBefore) implements AutoCloseable {

    private static final Path POLICY = Path.of("/usr/sbin/policy-rc.d");
    private static final List<String> SERVICES = List.of("ssh", "postgresql", "docker-registry");

    static NoNewServices during(Shell shell) {
        List<String> absent = SERVICES.stream()
                .filter(service -> !Files.exists(Path.of("/etc/init.d", service)))
                .toList();
        if (Files.exists(POLICY)) {
            return new NoNewServices(shell, Optional.empty(), absent);
        }
        try {
            Files.createFile(
                    POLICY, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            Files.writeString(POLICY, "#!/bin/sh\nexit 101\n");
            return new NoNewServices(shell, Optional.of(POLICY), absent);
        } catch (IOException e) {
            throw new Failure("cannot keep new packages from starting services", e);
        }
    }

    @Override
    public void close() {
        for (String service : absentBefore) {
            if (Files.exists(Path.of("/etc/init.d", service))) {
                shell.require("update-rc.d", service, "disable");
            }
        }
        try {
            if (policy.isPresent()) {
                Files.delete(policy.get());
            }
        } catch (IOException e) {
            throw new Failure("cannot remove " + POLICY, e);
        }
    }
}
