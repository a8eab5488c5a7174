package io.gantry.agent.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StaticPodTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    private Path folder;

    private static ObjectNode manifest(String spec) {
        return Json.read(("{'apiVersion':'v1','kind':'Pod','metadata':{'name':'web'},'spec':{'containers':[{'name':'c',"
                        + "'image':'i'}]" + spec + "}}")
                .replace('\'', '"'));
    }

    @Test
    void aPodOfAFileBelongsToItsNode() throws IOException {
        Pod pod = StaticPod.of(manifest(",'tolerations':[{'key':'x'}]"), "web.yaml", "Node-1", NOW);

        assertThat(pod.name()).isEqualTo("web-node-1");
        assertThat(pod.namespace()).isEqualTo("default");
        assertThat(pod.uid()).matches("[0-9a-f]{32}");
        assertThat(pod.isStatic()).isTrue();
        assertThat(pod.annotations())
                .containsEntry("kubernetes.io/config.source", "file")
                .containsEntry("kubernetes.io/config.hash", pod.uid())
                .containsEntry("kubernetes.io/config.seen", "2026-03-01T10:00:00Z");
        assertThat(pod.spec().path("nodeName").asText()).isEqualTo("Node-1");
        assertThat(pod.spec().path("tolerations").toString())
                .isEqualTo("[{\"key\":\"x\"},{\"effect\":\"NoExecute\",\"operator\":\"Exists\"}]");
        assertThat(pod.status().path("phase").asText()).isEqualTo("Pending");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "web.yaml, n1, ~~, true",
                "other.yaml, n1, ~~, false",
                "web.yaml, n2, ~~, false",
                "web.yaml, n1, ~,'hostNetwork':true~, false",
            })
    void itsIdentityIsThatOfWhatTheFileSays(String file, String node, String spec, boolean same) throws IOException {
        Pod first = StaticPod.of(manifest(""), "web.yaml", "n1", NOW);

        Pod second = StaticPod.of(manifest(spec), file, node, NOW.plusSeconds(9));

        assertThat(second.uid().equals(first.uid())).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                ",'serviceAccountName':'s' | serviceaccounts",
                ",'imagePullSecrets':[{'name':'s'}] | secrets",
                ",'volumes':[{'name':'v','secret':{'secretName':'s'}}] | secrets",
                ",'volumes':[{'name':'v','configMap':{'name':'s'}}] | configmaps",
                ",'volumes':[{'name':'v','persistentVolumeClaim':{'claimName':'s'}}] | persistentvolumeclaims",
                ",'volumes':[{'name':'v','projected':{'sources':[{'serviceAccountToken':{'path':'t'}}]}}] | serviceaccounts",
                ",'initContainers':[{'name':'i','envFrom':[{'configMapRef':{'name':'s'}}]}] | configmaps",
                ",'initContainers':[{'name':'i','env':[{'name':'e','valueFrom':{'secretKeyRef':{'name':'s'}}}]}] | secrets",
                ",'resourceClaims':[{'name':'r'}] | resourceclaims",
            })
    void whatNeedsTheApiIsRefused(String spec, String reference) {
        assertThatThrownBy(() -> StaticPod.of(manifest(spec), "f", "n1", NOW))
                .isInstanceOf(IOException.class)
                .hasMessage("invalid pod: static pods may not reference " + reference);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'kind':'Pod','apiVersion':'v2'} | no v1 Pod",
                "{'kind':'Deployment','apiVersion':'v1'} | no v1 Pod",
                "{'kind':'Pod','apiVersion':'v1'} | name is needed for the pod",
                "{'kind':'Pod','apiVersion':'v1','metadata':{'name':'a'}} | spec.containers: Required value",
                "{'kind':'Pod','apiVersion':'v1','metadata':{'name':'A_'},'spec':{'containers':[{}]}} | the name A_-n1 is not valid",
            })
    void whatIsNoPodIsRefused(String manifest, String error) {
        assertThatThrownBy(() -> StaticPod.of(Json.read(manifest.replace('\'', '"')), "f", "n1", NOW))
                .isInstanceOf(IOException.class)
                .hasMessage("invalid pod: " + error);
    }

    @Test
    void filesAreYamlOrJson() throws IOException {
        Path yaml = Files.writeString(folder.resolve("a"), """
                # a pod
                apiVersion: v1
                kind: Pod
                metadata: {name: web}
                spec:
                  hostNetwork: true
                  containers:
                  - name: c
                    image: "busybox:1.36"
                    ports: [{containerPort: 80}]
                """);
        Path json = Files.writeString(folder.resolve("b"), """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},"spec":{"hostNetwork":true,
                 "containers":[{"name":"c","image":"busybox:1.36","ports":[{"containerPort":80}]}]}}""");

        assertThat(Manifests.read(yaml)).isEqualTo(Manifests.read(json));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"`a: [`", "``", "`- a`", "`a: 1\n---\nb: 2`"})
    void otherFilesAreRefused(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("f"), text);

        assertThatThrownBy(() -> Manifests.read(file)).isInstanceOf(IOException.class);
    }
}
