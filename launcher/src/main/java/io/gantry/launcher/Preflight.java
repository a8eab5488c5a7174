package io.gantry.launcher;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds what the machine lacks and installs it where that is allowed, or says exactly what to type. */
final class Preflight {

    private final Shell shell;
    private final PrintStream out;

    Preflight(Shell shell, PrintStream out) {
        this.shell = shell;
        this.out = out;
    }

    void ensureRoot() {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new Failure(
                    "a node needs root for containers, network namespaces and iptables; type: sudo ./gantry up");
        }
    }

    void ensureInstalled() {
        List<String> packages = missingPackages();
        if (packages.isEmpty()) {
            return;
        }
        String install = "apt-get install -y --no-install-recommends " + String.join(" ", packages);
        if (!shell.has("apt-get") || !"root".equals(System.getProperty("user.name"))) {
            throw new Failure("missing: " + String.join(", ", packages)
                    + "; install them, on Debian or Ubuntu with: sudo " + install);
        }
        out.println("Installing what this machine lacks: " + install);
        shell.require("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "update", "-qq");
        List<String> command = new ArrayList<>(List.of(
                "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-qq", "--no-install-recommends"));
        command.addAll(packages);
        shell.require(command.toArray(String[]::new));
    }

    private List<String> missingPackages() {
        List<String> missing = new ArrayList<>();
        if (!shell.has("dockerd")) {
            missing.add("docker.io");
        }
        if (!Files.isExecutable(cniBin().resolve("bridge"))) {
            missing.add("containernetworking-plugins");
        }
        addUnless(missing, "iptables-restore", "iptables");
        addUnless(missing, "conntrack", "conntrack");
        addUnless(missing, "ip", "iproute2");
        addUnless(missing, "nsenter", "util-linux");
        return missing;
    }

    private void addUnless(List<String> missing, String program, String debianPackage) {
        if (!shell.has(program)) {
            missing.add(debianPackage);
        }
    }

    /** Debian's place of the CNI plugins, or that of the upstream release archive. */
    static Path cniBin() {
        Path upstream = Path.of("/opt/cni/bin");
        return Files.isExecutable(upstream.resolve("bridge")) ? upstream : Path.of("/usr/lib/cni");
    }
}
