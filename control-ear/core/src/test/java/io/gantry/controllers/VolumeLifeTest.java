package io.gantry.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import io.gantry.storage.NodeLocal;
import io.gantry.storage.StorageNames;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Claims, volumes and classes with all controllers over the real registry. */
final class VolumeLifeTest {

    private final Cluster cluster = new Cluster();

    private ObjectKey volume(String name, String spec) {
        return cluster.apply(StorageNames.VOLUMES, json("""
                        {'metadata':{'name':'%s','labels':{'tier':'%s'}},'spec':{'capacity':{'storage':'1Gi'},
                         'accessModes':['ReadWriteOnce'],'hostPath':{'path':'/data'},%s}}""".formatted(name, name, spec)))
                .key();
    }

    private ObjectKey claim(String name, String spec) {
        return cluster.apply(StorageNames.CLAIMS, json("""
                        {'metadata':{'name':'%s','namespace':'default'},'spec':{'accessModes':['ReadWriteOnce'],
                         'resources':{'requests':{'storage':'1Gi'}},%s}}""".formatted(name, spec)))
                .key();
    }

    private void storageClass(String name, String provisioner, String mode, String mark) {
        cluster.apply(
                StorageNames.CLASSES,
                json(("{'metadata':{'name':'%s','annotations':{'storageclass.kubernetes.io/is-default-class':'%s'}},"
                                + "'provisioner':'%s','volumeBindingMode':'%s','allowVolumeExpansion':true}")
                        .formatted(name, mark, provisioner, mode)));
    }

    private static String json(String text) {
        return text.replace('\'', '"').replace(",}", "}");
    }

    private String phase(ObjectKey key) {
        return cluster.get(key).status().path("phase").asText();
    }

    private JsonNode annotations(ObjectKey key) {
        return cluster.get(key).metadata().path("annotations");
    }

    private List<String> events(String reason) {
        return cluster.list(ResourceNames.EVENTS).stream()
                .map(ApiObject::json)
                .filter(event -> event.path("reason").asText().equals(reason))
                .map(event -> event.path("message").asText())
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            the smallest that is large enough        | 'resources':{'requests':{'storage':'2Gi'}}              | three
            nothing is large enough                  | 'resources':{'requests':{'storage':'20Gi'}}             | ""
            a selector chooses                       | 'selector':{'matchLabels':{'tier':'nine'}}              | nine
            access modes must be there               | 'accessModes':['ReadWriteMany']                         | many
            the volume mode must be the same         | 'volumeMode':'Block'                                    | block
            the class must be the same               | 'storageClassName':'slow'                               | slow
            no class is a class too                  | 'storageClassName':''                                   | three
            a volume asked for by name               | 'volumeName':'nine'                                     | nine
            """)
    void aClaimGetsTheVolumeThatFitsBest(String name, String spec, String expected) {
        volume("nine", "'capacity':{'storage':'9Gi'}");
        volume("three", "'capacity':{'storage':'3Gi'}");
        volume("many", "'accessModes':['ReadWriteMany','ReadWriteOnce']");
        volume("block", "'volumeMode':'Block'");
        volume("slow", "'storageClassName':'slow'");
        cluster.settle();
        ObjectKey claim = claim("c", spec);
        cluster.settle();
        assertThat(cluster.get(claim).spec().path("volumeName").asText()).isEqualTo(expected);
        assertThat(phase(claim)).isEqualTo(expected.isEmpty() ? "Pending" : "Bound");
        if (expected.isEmpty()) {
            assertThat(events("FailedBinding"))
                    .containsExactly("no persistent volumes available for this claim and no storage class is set");
            return;
        }
        ObjectKey volume = ObjectKey.cluster(StorageNames.VOLUMES, expected);
        assertThat(phase(volume)).isEqualTo("Bound");
        assertThat(cluster.get(volume).spec().path("claimRef").path("uid").asText())
                .isEqualTo(cluster.get(claim).uid());
        assertThat(annotations(volume)
                        .path("pv.kubernetes.io/bound-by-controller")
                        .asText())
                .isEqualTo("yes");
        assertThat(annotations(claim).path("pv.kubernetes.io/bind-completed").asText())
                .isEqualTo("yes");
        assertThat(annotations(claim).has("pv.kubernetes.io/bound-by-controller"))
                .isEqualTo(!spec.contains("volumeName"));
        assertThat(cluster.get(claim).status().path("capacity"))
                .isEqualTo(cluster.get(volume).spec().path("capacity"));
    }

    @Test
    void aVolumeMeantForAClaimWaitsForItAndGoesToNoOther() {
        ObjectKey kept = volume("kept", "'claimRef':{'namespace':'default','name':'mine'}");
        cluster.settle();
        ObjectKey other = claim("other", "");
        cluster.settle();
        assertThat(phase(kept)).isEqualTo("Available");
        assertThat(phase(other)).isEqualTo("Pending");
        ObjectKey mine = claim("mine", "");
        cluster.settle();
        assertThat(phase(mine)).isEqualTo("Bound");
        assertThat(annotations(kept).has("pv.kubernetes.io/bound-by-controller"))
                .isFalse();
        volume("late", "");
        cluster.settle();
        assertThat(cluster.get(other).spec().path("volumeName").asText()).isEqualTo("late");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            Retain  | Released | ""                  | ""
            Delete  | Failed   | VolumeFailedDelete  | error getting deleter volume plugin for volume 'v': no deletable volume plugin matched
            Recycle | Failed   | VolumeFailedRecycle | No recycler plugin found for the volume!
            """)
    void aVolumeWhoseClaimIsGoneIsTreatedAsItsPolicySays(String policy, String phase, String reason, String message) {
        ObjectKey volume = volume("v", "'persistentVolumeReclaimPolicy':'" + policy + "'");
        cluster.settle();
        ObjectKey claim = claim("c", "");
        cluster.settle();
        assertThat(phase(claim)).isEqualTo("Bound");
        cluster.delete(claim, DeleteOptions.DEFAULT);
        cluster.settle();
        assertThat(phase(volume)).isEqualTo(phase);
        if (!reason.isEmpty()) {
            String words = message.replace('\'', '"');
            assertThat(cluster.get(volume).status().path("message").asText()).isEqualTo(words);
            assertThat(events(reason)).containsExactly(words);
        }
        ObjectKey again = claim("c", "");
        cluster.settle();
        assertThat(phase(again)).isEqualTo("Pending");
    }

    @Test
    void aClaimWhoseVolumeIsGoneIsLost() {
        ObjectKey volume = volume("v", "");
        ObjectKey claim = claim("c", "");
        cluster.settle();
        cluster.change(volume, present -> {
            ((ObjectNode) present.get("metadata")).remove("finalizers");
            return present;
        });
        cluster.delete(volume, DeleteOptions.DEFAULT);
        cluster.settle();
        assertThat(phase(claim)).isEqualTo("Lost");
        assertThat(events("ClaimLost"))
                .containsExactly("Bound claim has lost its PersistentVolume. Data on the volume is lost!");
    }

    @Test
    void aVolumeThatDoesNotSuitIsNotBoundEvenIfNamed() {
        volume("v", "'storageClassName':'slow'");
        ObjectKey claim = claim("c", "'volumeName':'v'");
        cluster.settle();
        assertThat(phase(claim)).isEqualTo("Pending");
        assertThat(events("VolumeMismatch"))
                .containsExactly("Cannot bind to requested volume \"v\": storageClassName does not match");
    }

    @Test
    void claimsFromBeforeThereWasADefaultClassGetIt() {
        ObjectKey old = claim("old", "");
        ObjectKey none = claim("none", "'storageClassName':''");
        cluster.settle();
        storageClass("fast", "example.com/fast", "Immediate", "true");
        cluster.settle();
        assertThat(cluster.get(old).spec().path("storageClassName").asText()).isEqualTo("fast");
        assertThat(cluster.get(none).spec().path("storageClassName").asText()).isEmpty();
        assertThat(annotations(old)
                        .path("volume.kubernetes.io/storage-provisioner")
                        .asText())
                .isEqualTo("example.com/fast");
        assertThat(events("ExternalProvisioning").getFirst())
                .startsWith("Waiting for a volume to be created either by the external provisioner 'example.com/fast'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            missing | ProvisioningFailed   | "storageclass.storage.k8s.io 'missing' not found"
            manual  | ProvisioningFailed   | no volume plugin matched name: kubernetes.io/no-provisioner
            later   | WaitForFirstConsumer | waiting for first consumer to be created before binding
            """)
    void aClaimThatWaitsSaysForWhat(String name, String reason, String message) {
        storageClass("manual", "kubernetes.io/no-provisioner", "Immediate", "false");
        storageClass("later", "kubernetes.io/no-provisioner", "WaitForFirstConsumer", "false");
        ObjectKey claim = claim("c", "'storageClassName':'" + name + "'");
        cluster.settle();
        assertThat(phase(claim)).isEqualTo("Pending");
        assertThat(events(reason).getFirst()).isEqualTo(message.replace('\'', '"'));
    }

    private ObjectKey localClaim() {
        cluster.addNode("n1");
        cluster.change(ObjectKey.cluster(ResourceNames.NODES, "n1"), node -> {
            node.withObject("/metadata/annotations").put(NodeLocal.FOLDER, "/var/lib/gantry/local-volumes");
            return node;
        });
        storageClass("standard", NodeLocal.PROVISIONER, "WaitForFirstConsumer", "true");
        ObjectKey claim = claim("c", "'storageClassName':'standard'");
        cluster.settle();
        assertThat(phase(claim)).isEqualTo("Pending");
        select(claim, "n1");
        return claim;
    }

    private void select(ObjectKey claim, String node) {
        cluster.change(claim, present -> {
            present.withObject("/metadata/annotations").put(StorageNames.SELECTED_NODE, node);
            return present;
        });
        cluster.settle();
    }

    @Test
    void aNodeLocalVolumeIsMadeForTheChosenNodeAndGoesWhenTheNodeHasRemovedIt() {
        ObjectKey claim = localClaim();
        assertThat(phase(claim)).isEqualTo("Bound");
        ApiObject volume = cluster.list(StorageNames.VOLUMES).getFirst();
        assertThat(volume.name()).isEqualTo("pvc-" + cluster.get(claim).uid());
        assertThat(volume.spec().at("/local/path").asText())
                .isEqualTo("/var/lib/gantry/local-volumes/" + volume.name());
        assertThat(volume.spec()
                        .at("/nodeAffinity/required/nodeSelectorTerms/0/matchExpressions/0/values/0")
                        .asText())
                .isEqualTo("n1");
        assertThat(events("ProvisioningSucceeded")).containsExactly("Successfully provisioned volume " + volume.name());

        cluster.delete(claim, DeleteOptions.DEFAULT);
        cluster.settle();
        assertThat(cluster.exists(claim)).isFalse();
        assertThat(NodeLocal.isToBeRemoved(cluster.get(volume.key()))).isTrue();
        cluster.change(volume.key(), NodeLocal::letGo);
        cluster.settle();
        assertThat(cluster.exists(volume.key())).isFalse();
    }

    @Test
    void aNodeLocalVolumeOfANodeThatIsGoneGoesWithIt() {
        ObjectKey claim = localClaim();
        ObjectKey volume = cluster.list(StorageNames.VOLUMES).getFirst().key();
        cluster.delete(claim, DeleteOptions.DEFAULT);
        cluster.settle();
        assertThat(cluster.exists(volume)).isTrue();
        cluster.delete(ObjectKey.cluster(ResourceNames.NODES, "n1"), DeleteOptions.DEFAULT);
        cluster.settle();
        assertThat(cluster.exists(volume)).isFalse();
    }

    @Test
    void aRetainedNodeLocalVolumeThatIsDeletedLeavesItsData() {
        ObjectKey claim = localClaim();
        ObjectKey volume = cluster.list(StorageNames.VOLUMES).getFirst().key();
        cluster.change(volume, present -> {
            present.withObject("/spec").put("persistentVolumeReclaimPolicy", "Retain");
            return present;
        });
        cluster.delete(claim, DeleteOptions.DEFAULT);
        cluster.settle();
        assertThat(phase(volume)).isEqualTo("Released");
        assertThat(cluster.get(volume).isBeingDeleted()).isFalse();
        cluster.delete(volume, DeleteOptions.DEFAULT);
        cluster.settle();
        assertThat(cluster.exists(volume)).isFalse();
    }

    @Test
    void aNodeThatCannotHaveVolumesIsTakenBack() {
        cluster.addNode("old");
        storageClass("standard", NodeLocal.PROVISIONER, "WaitForFirstConsumer", "true");
        ObjectKey claim = claim("c", "'storageClassName':'standard'");
        select(claim, "old");
        assertThat(annotations(claim).has(StorageNames.SELECTED_NODE)).isFalse();
        assertThat(events("ProvisioningFailed"))
                .containsExactly("failed to provision volume with StorageClass \"standard\": node \"old\" does not say"
                        + " where it keeps volumes");
    }

    @Test
    void aNodeLocalVolumeGrows() {
        ObjectKey claim = localClaim();
        cluster.change(claim, present -> {
            present.withObject("/spec/resources/requests").put("storage", "5Gi");
            return present;
        });
        cluster.settle();
        assertThat(cluster.get(claim).status().at("/capacity/storage").asText()).isEqualTo("5Gi");
        assertThat(cluster.list(StorageNames.VOLUMES)
                        .getFirst()
                        .spec()
                        .at("/capacity/storage")
                        .asText())
                .isEqualTo("5Gi");
        assertThat(events("VolumeResizeSuccessful")).containsExactly("Resize volume succeeded");
    }

    @Test
    void anEphemeralVolumeGetsAClaimOfItsPod() {
        String spec = "{'metadata':{'name':'%s','namespace':'default'},'spec':{'containers':[{'name':'c','image':'i'}],"
                + "'volumes':[{'name':'v','ephemeral':{'volumeClaimTemplate':{'metadata':{'labels':{'a':'b'}},"
                + "'spec':{'accessModes':['ReadWriteOnce'],'resources':{'requests':{'storage':'1Gi'}}}}}}]}}";
        claim("taken-v", "");
        ApiObject pod = cluster.apply(ResourceNames.PODS, json(spec.formatted("p")));
        cluster.apply(ResourceNames.PODS, json(spec.formatted("taken")));
        cluster.settle();
        ApiObject claim = cluster.get(new ObjectKey(StorageNames.CLAIMS, "default", "p-v"));
        assertThat(claim.controllerUid()).isEqualTo(pod.uid());
        assertThat(claim.labels()).containsEntry("a", "b");
        assertThat(events("FailedBinding"))
                .contains("ephemeral volume v: PVC default/taken-v was not created for pod default/taken (pod is not"
                        + " owner)");
    }

    @Test
    void nothingIsWrittenWhenNothingHappens() {
        localClaim();
        volume("v", "");
        claim("d", "'storageClassName':''");
        cluster.settle();
        long revision = cluster.store.revision();
        cluster.group().runtimes().forEach(runtime -> runtime.resync());
        cluster.settle();
        assertThat(cluster.store.eventsAfter(revision, 10))
                .extracting(event -> event.object().toString())
                .isEmpty();
    }
}
