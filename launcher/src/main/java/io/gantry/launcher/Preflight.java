package io.gantry.launcher;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Finds what the machine lacks and installs it where that is allowed, or says exactly what to type. */
final class Preflight {

    private static final Duration INSTALLATION = Duration.ofMinutes(15);
    /** Where the kernel has it, the engine can start no container unless it can load its profile. */
    private static final Path APPARMOR = Path.of("/sys/kernel/security/apparmor");

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

    /** What a cluster on this machine needs. */
    void ensureInstalled() {
        install("this machine lacks", missingPackages());
    }

    /** What the tests need besides: hosts to install on by Ansible, images and a registry for them, a browser. No service that comes with it is started. */
    void ensureInstalledForTests() {
        List<String> missing = new ArrayList<>();
        addUnless(missing, "ansible-playbook", "ansible");
        addUnless(missing, "sshd", "openssh-server");
        addUnless(missing, "ssh", "openssh-client");
        addUnless(missing, "pg_createcluster", "postgresql");
        addUnless(missing, "chromium", "chromium");
        addUnless(missing, "docker-registry", "docker-registry");
        for (String debianPackage : List.of("busybox-static", "python3-apt", "python3-psycopg2")) {
            Shell.Result status = shell.run("dpkg-query", "-W", "-f", "${db:Status-Status}", debianPackage);
            if (!status.succeeded() || !status.output().equals("installed")) {
                missing.add(debianPackage);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        try (NoNewServices none = NoNewServices.during(shell)) {
            install("the tests need", missing);
        }
    }

    private void install(String why, List<String> packages) {
        if (packages.isEmpty()) {
            return;
        }
        String install = "apt-get install -y --no-install-recommends " + String.join(" ", packages);
        if (!shell.has("apt-get") || !"root".equals(System.getProperty("user.name"))) {
            throw new Failure("missing: " + String.join(", ", packages)
                    + "; install them, on Debian or Ubuntu with: sudo " + install);
        }
        out.println("Installing what " + why + ": " + install);
        apt("update", "-qq");
        List<String> arguments = new ArrayList<>(List.of("install", "-y", "-qq", "--no-install-recommends"));
        arguments.addAll(packages);
        apt(arguments.toArray(String[]::new));
    }

    private void apt(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300"));
        command.addAll(List.of(arguments));
        shell.require(INSTALLATION, command.toArray(String[]::new));
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
        if (Files.exists(APPARMOR)) {
            addUnless(missing, "apparmor_parser", "apparmor");
        }
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
