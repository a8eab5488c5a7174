package io.gantry.launcher;

import io.gantry.pki.ClusterDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The certificates of the cluster of this machine, kept under {@code pki/}. */
final class ClusterPki {

    private final Path directory;
    private final Path kubeconfig;
    private final Settings settings;
    private final SecureRandom random = new SecureRandom();

    ClusterPki(Layout layout, Settings settings) {
        this.directory = layout.pki();
        this.kubeconfig = layout.kubeconfig();
        this.settings = settings;
    }

    String server() {
        return "https://127.0.0.1:" + settings.apiPort();
    }

    /** What the control plane must know to open its key stores. */
    Map<String, String> environment() {
        return Map.of("GANTRY_KEYSTORE_PASSWORD", password());
    }

    /** Makes what is not there yet. */
    void ensure(int nodes) {
        try {
            ClusterDirectory cluster = new ClusterDirectory(directory, InstantSource.system(), random);
            cluster.server("apiserver", serverNames());
            cluster.admin(kubeconfig, server());
            for (int number : Settings.nodeNumbers(nodes)) {
                cluster.node(Settings.nodeName(number), Settings.nodeName(number));
            }
        } catch (IOException e) {
            throw new Failure("cannot make certificates in " + directory, e);
        }
    }

    private List<String> serverNames() {
        return List.of(
                "localhost",
                "127.0.0.1",
                settings.hostAddress(),
                Settings.KUBERNETES_ADDRESS,
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local");
    }

    SSLContext adminTls() {
        try {
            char[] password = password().toCharArray();
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(KeyStore.getInstance(directory.resolve("admin.p12").toFile(), password), password);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(KeyStore.getInstance(directory.resolve("ca.p12").toFile(), password));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), random);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new Failure("cannot use the certificates in " + directory, e);
        }
    }

    private String password() {
        Path file = directory.resolve("keystore.password");
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new Failure("cannot read " + file, e);
        }
    }
}
