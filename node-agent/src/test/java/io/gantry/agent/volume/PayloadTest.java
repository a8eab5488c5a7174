package io.gantry.agent.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.agent.certificate.Credential;
import io.gantry.agent.cluster.ClusterSettings;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.env.ConfigData;
import io.gantry.agent.env.PodFields;
import io.gantry.agent.env.ResourceFields;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'configMap':{'name':'cm'}} | bin=raw:644 k=v:644 l=w:644",
                "{'configMap':{'name':'cm','defaultMode':256}} | bin=raw:400 k=v:400 l=w:400",
                "{'configMap':{'name':'cm','items':[{'key':'k','path':'a/b'}]}} | a/b=v:644",
                "{'configMap':{'name':'cm','items':[{'key':'k','path':'x','mode':448}]}} | x=v:700",
                "{'configMap':{'name':'none','optional':true}} | ''",
                "{'configMap':{'name':'cm','optional':true,'items':[{'key':'none','path':'x'}]}} | ''",
                "{'secret':{'secretName':'sec'}} | token=t:644",
                "{'downwardAPI':{'items':[{'path':'n','fieldRef':{'fieldPath':'metadata.name'}},"
                        + "{'path':'c','resourceFieldRef':{'containerName':'a','resource':'limits.cpu'}}]}} | c=2:644 n=p:644",
                "{'projected':{'defaultMode':288,'sources':[{'configMap':{'name':'cm','items':[{'key':'k','path':'k'}]}},"
                        + "{'secret':{'name':'sec'}},{'downwardAPI':{'items':[{'path':'n','fieldRef':{'fieldPath':'metadata.name'}}]}}]}} |"
                        + " k=v:440 n=p:440 token=t:440",
                "{'projected':{'sources':[{'serviceAccountToken':{'path':'t','audience':'vault','expirationSeconds':600}},"
                        + "{'serviceAccountToken':{'path':'a/token'}}]}} | a/token=token for  for 3600:644 t=token for vault for 600:644",
                "{'name':'v','projected':{'defaultMode':256,'sources':[{'configMap':{'name':'none','optional':true}},"
                        + "{'podCertificate':{'credentialBundlePath':'b','keyPath':'d/k','certificateChainPath':'d/c'}},"
                        + "{'podCertificate':{'credentialBundlePath':'e'}}]}} |"
                        + " b=key of v1;chain:400 d/c=chain:400 d/k=key of v1;:400 e=key of v2;chain:400",
            })
    void theFilesAreThoseOfTheObjects(String volume, String expected) throws VolumeException {
        String files = payload().of(Json.read(volume.replace('\'', '"'))).entrySet().stream()
                .map(file -> file.getKey() + "=" + new String(file.getValue().bytes(), StandardCharsets.UTF_8) + ":"
                        + Integer.toOctalString(file.getValue().mode()))
                .collect(Collectors.joining(" "));

        assertThat(files).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'configMap':{'name':'none'}} | configmap \"none\" not found",
                "{'secret':{'secretName':'none'}} | secret \"none\" not found",
                "{'configMap':{'name':'cm','items':[{'key':'none','path':'x'}]}} | references non-existent config key: none",
                "{'secret':{'secretName':'sec','items':[{'key':'none','path':'x'}]}} | references non-existent secret key: none",
                "{'configMap':{'name':'cm','items':[{'key':'k','path':'../x'}]}} | invalid path: ../x",
                "{'configMap':{'name':'cm','items':[{'key':'k','path':'/x'}]}} | invalid path: /x",
                "{'projected':{'sources':[{'serviceAccountToken':{'path':'t','audience':'nobody'}}]}} |"
                        + " failed to fetch token: no such audience",
                "{'projected':{'sources':[{'podCertificate':{'keyType':'ED25519'}}]}} |"
                        + " credential bundle is not issued yet",
                "{'projected':{'sources':[{'else':{}}]}} | volume source [else] is not supported by this node",
                "{'projected':{'sources':[{'clusterTrustBundle':{'path':'t'}}]}} |"
                        + " ClusterTrustBundle projection requires either name or signerName to be set",
                "{'projected':{'sources':[{'clusterTrustBundle':{'path':'t','name':'none'}}]}} |"
                        + " while getting ClusterTrustBundle: clustertrustbundle.certificates.k8s.io \"none\" not found",
                "{'projected':{'sources':[{'clusterTrustBundle':{'path':'t','signerName':'example.com/s'}}]}} |"
                        + " combination of signerName and labelSelector matched zero ClusterTrustBundles",
            })
    void whatIsMissingIsNamed(String volume, String message) {
        assertThatThrownBy(() -> payload().of(Json.read(volume.replace('\'', '"'))))
                .isInstanceOf(VolumeException.class)
                .hasMessage(message);
    }

    private static final String ONE = "-----BEGIN CERTIFICATE-----\nMQ==\n-----END CERTIFICATE-----\n";
    private static final String TWO = "-----BEGIN CERTIFICATE-----\nMg==\n-----END CERTIFICATE-----\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'name':'both' | 12",
                "'name':'none','optional':true | ''",
                "'signerName':'example.com/s','labelSelector':{} | 12",
                "'signerName':'example.com/s','labelSelector':{'matchLabels':{'tier':'one'}} | 1",
                "'signerName':'example.com/s','labelSelector':{'matchExpressions':[{'key':'tier','operator':'NotIn',"
                        + "'values':['one']}]} | 2",
                "'signerName':'example.com/s','labelSelector':{'matchExpressions':[{'key':'tier','operator':'Exists'}]} | 12",
                "'signerName':'example.com/s','optional':true | ''",
                "'signerName':'example.com/other','labelSelector':{},'optional':true | ''",
            },
            quoteCharacter = '"')
    void theTrustAnchorsOfBundlesAreShownOnceAndWithoutTheRest(String source, String expected) throws VolumeException {
        String volume = "{'projected':{'sources':[{'clusterTrustBundle':{'path':'ca/all.pem'," + source + "}}]}}";

        var files = payload().of(Json.read(volume.replace('\'', '"')));

        assertThat(files).containsOnlyKeys("ca/all.pem");
        assertThat(new String(files.get("ca/all.pem").bytes(), StandardCharsets.UTF_8))
                .isEqualTo(expected.replace("'", "")
                        .replace("1", "ONE")
                        .replace("2", "TWO")
                        .replace("ONE", ONE)
                        .replace("TWO", TWO));
    }

    private static void bundle(ClusterState cluster, String name, String signer, String labels, String anchors) {
        var json = Json.object();
        json.putObject("metadata").set("labels", Json.read(labels));
        json.putObject("spec").put("signerName", signer).put("trustBundle", anchors);
        cluster.upsert(new ObjectRef(ObjectRef.TRUST_BUNDLES, "", name), json);
    }

    private static Payload payload() {
        ClusterState cluster = new ClusterState();
        cluster.completeSnapshot(ClusterSettings.UNKNOWN);
        bundle(cluster, "both", "", "{}", TWO + "# comment\n" + ONE + TWO);
        bundle(cluster, "first", "example.com/s", "{\"tier\":\"one\"}", ONE);
        bundle(cluster, "second", "example.com/s", "{\"tier\":\"two\"}", TWO);
        cluster.upsert(
                new ObjectRef("configmaps", "ns", "cm"),
                Json.read("{\"data\":{\"k\":\"v\",\"l\":\"w\"},\"binaryData\":{\"bin\":\"cmF3\"}}"));
        cluster.upsert(new ObjectRef("secrets", "ns", "sec"), Json.read("{\"data\":{\"token\":\"dA==\"}}"));
        Pod pod = new Pod(Json.read("""
                        {"metadata":{"namespace":"ns","name":"p","uid":"u"},
                         "spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":"2"}}}]}}"""));
        return new Payload(
                new ConfigData(cluster, "ns"),
                new PodFields(pod, List.of(), List.of()),
                new ResourceFields(pod, Map.of()),
                (audience, seconds) -> {
                    if (audience.equals("nobody")) {
                        throw new IOException("no such audience");
                    }
                    return "token for " + audience + " for " + seconds;
                },
                new TrustBundles(cluster),
                (volume, source) -> {
                    if (source == 0) {
                        throw new IOException("credential bundle is not issued yet");
                    }
                    return new Credential(
                            ("key of " + volume + source + ";").getBytes(StandardCharsets.UTF_8),
                            "chain".getBytes(StandardCharsets.UTF_8),
                            Instant.MAX,
                            Instant.MAX);
                },
                CredentialReaders.of(pod));
    }
}
