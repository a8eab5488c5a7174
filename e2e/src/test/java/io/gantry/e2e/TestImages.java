package io.gantry.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The images that tests and example manifests name, made from the machine's static busybox, since a test machine may reach no
 * registry.
 */
record TestImages(CommandLine commands, String dockerHost) {

    private static final Path BUSYBOX = Path.of("/bin/busybox");

    private static final List<String> APPLETS = List.of(
            ("sh cat ls echo sleep httpd nc hostname env nslookup wget tail test true false id seq date mkdir touch"
                            + " stty ps kill grep head df mount ip printf dd stat rm mv cp ln awk sed cut tr sort wc base64"
                            + " readlink chmod chown sysctl timeout md5sum")
                    .split(" "));

    void load() {
        Path root = rootFileSystem();
        server("nginx", 80, root);
        web("gantry.test/web:v1", 8080, root);
        web("gantry.test/web:v2", 8080, root);
        server("registry.cn-hangzhou.aliyuncs.com/liuyi01/tomcat:8.0.51-alpine", 8080, root);
        image("registry.cn-hangzhou.aliyuncs.com/ossrs/srs:3", "[\"sleep\",\"3600\"]", root);
        image("busybox", "[\"sh\"]", root);
        conformance(root);
    }

    /** Has an entry point as well, which a pod may replace, and every command of busybox that the cases use. */
    private void conformance(Path root) {
        image(
                "gantry.test/conformance:v1",
                "[\"default\",\"arguments\"]' --change 'ENTRYPOINT [\"/bin/echo\",\"entry\",\"point\"]",
                root);
    }

    /** A web server whose page is the image's name. Asked to end it goes on, as the first process of a container does that knows no signal. */
    private void web(String name, int port, Path root) {
        page(name, root);
        image(name, "[\"httpd\",\"-f\",\"-p\",\"" + port + "\",\"-h\",\"/usr/share/nginx/html\"]", root);
    }

    /** A web server that ends when it is asked to, as those do whose names they have. */
    private void server(String name, int port, Path root) {
        page(name, root);
        String script = "trap exit TERM; httpd -f -p " + port + " -h /usr/share/nginx/html & wait";
        image(name, "[\"sh\",\"-c\",\"" + script + "\"]", root);
    }

    private void page(String name, Path root) {
        write(root.resolve("usr/share/nginx/html/index.html"), name + "\n");
    }

    private void image(String name, String command, Path root) {
        commands.require(
                Duration.ofMinutes(1),
                "",
                List.of(
                        "sh",
                        "-c",
                        "tar -C '" + root + "' -c . | docker -H '" + dockerHost
                                + "' import --change 'ENV PATH=/bin' --change 'CMD " + command + "' - '" + name + "'"));
    }

    /** A file system that a container can be started from. */
    static Path rootFileSystem() {
        Path root = LocalCluster.build().resolve("e2e-image");
        try {
            for (String folder : List.of("bin", "etc", "tmp", "proc", "sys", "dev", "usr/share/nginx/html")) {
                Files.createDirectories(root.resolve(folder));
            }
            Path busybox = root.resolve("bin/busybox");
            if (!Files.exists(busybox)) {
                Files.copy(BUSYBOX, busybox);
            }
            for (String applet : APPLETS) {
                Path link = root.resolve("bin").resolve(applet);
                if (!Files.isSymbolicLink(link)) {
                    Files.createSymbolicLink(link, Path.of("busybox"));
                }
            }
            write(root.resolve("etc/passwd"), "root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n");
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
