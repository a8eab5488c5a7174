package io.gantry.resource.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.resource.validation.ProfileAnnotations;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileAnnotationsTest {

    private static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";

    private final Admission pods = new Admission("v1", "Pod");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            runtime/default | {} | {} | {"type":"RuntimeDefault"} | 1
            unconfined | {} | {} | {"type":"Unconfined"} | 1
            localhost/x | {} | {} | {"type":"Localhost","localhostProfile":"x"} | 1
            localhost/ | {} | {} | `` | 1
            `localhost/ x` | {} | {} | `` | 1
            other | {} | {} | `` | 1
            unconfined | {"appArmorProfile":{"type":"Unconfined"}} | {} | `` | 0
            unconfined | {"appArmorProfile":{"type":"RuntimeDefault"}} | {} | {"type":"Unconfined"} | 1
            unconfined | {} | {"appArmorProfile":{"type":"RuntimeDefault"}} | {"type":"RuntimeDefault"} | 0
            """)
    void aNewContainerGetsTheProfileItsAnnotationNames(
            String annotation, String podContext, String context, String profile, int warnings) {
        ObjectNode pod = pod(APP_ARMOR + "c", annotation, podContext, context);
        assertThat(ProfileAnnotations.copyToFields(pod)).hasSize(warnings);
        assertThat(pod.at("/spec/containers/0/securityContext/appArmorProfile"))
                .isEqualTo(Json.read("{\"p\":" + (profile.isEmpty() ? "{}" : profile) + "}")
                        .path(profile.isEmpty() ? "none" : "p"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            container.apparmor.security.beta.kubernetes.io/d | unconfined | {} | {} | metadata.annotations[container.apparmor.security.beta.kubernetes.io/d]: Invalid value: "d": container not found
            container.apparmor.security.beta.kubernetes.io/c | x | {} | {} | metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]: Invalid value: "x": invalid AppArmor profile name: "x"
            container.apparmor.security.beta.kubernetes.io/c | `` | {} | {} | NONE
            container.apparmor.security.beta.kubernetes.io/c | unconfined | {"appArmorProfile":{"type":"RuntimeDefault"}} | {} | spec.containers[0].securityContext.appArmorProfile.type: Forbidden: apparmor type in annotation and field must match
            container.apparmor.security.beta.kubernetes.io/c | localhost/a | {} | {"appArmorProfile":{"type":"Localhost","localhostProfile":"b"}} | spec.containers[0].securityContext.appArmorProfile.localhostProfile: Forbidden: apparmor profile in annotation and field must match
            container.apparmor.security.beta.kubernetes.io/c | localhost/b | {} | {"appArmorProfile":{"type":"Localhost","localhostProfile":"b"}} | NONE
            seccomp.security.alpha.kubernetes.io/pod | x | {} | {} | metadata.annotations.seccomp.security.alpha.kubernetes.io/pod: Invalid value: "x": must be a valid seccomp profile
            seccomp.security.alpha.kubernetes.io/pod | localhost/../x | {} | {} | metadata.annotations.seccomp.security.alpha.kubernetes.io/pod: Invalid value: "../x": must not contain '..'
            seccomp.security.alpha.kubernetes.io/pod | unconfined | {"seccompProfile":{"type":"RuntimeDefault"}} | {} | spec.securityContext.seccompProfile.type: Forbidden: seccomp type in annotation and field must match
            container.seccomp.security.alpha.kubernetes.io/c | docker/default | {} | {"seccompProfile":{"type":"RuntimeDefault"}} | NONE
            container.seccomp.security.alpha.kubernetes.io/c | localhost/a | {} | {"seccompProfile":{"type":"Localhost","localhostProfile":"b"}} | spec.containers[0].securityContext.seccompProfile.localhostProfile: Forbidden: seccomp profile in annotation and field must match
            """)
    void annotationsSayWhatFieldsSay(String key, String annotation, String podContext, String context, String error) {
        Admission.assertErrors(pods.errors(pod(key, annotation, podContext, context)), error);
    }

    @ParameterizedTest
    @CsvSource({
        "unconfined, runtime/default, may not remove or update AppArmor annotations",
        "unconfined, '', may not remove or update AppArmor annotations",
        "'', unconfined, may not add AppArmor annotations"
    })
    void whatAnnotationsSayOfAppArmorNeverChanges(String before, String now, String error) {
        List<String> errors =
                pods.updateErrors(pod(APP_ARMOR + "c", before, "{}", "{}"), pod(APP_ARMOR + "c", now, "{}", "{}"));
        assertThat(errors).containsExactly("metadata.annotations[" + APP_ARMOR + "c]: Forbidden: " + error);
    }

    private ObjectNode pod(String key, String annotation, String podContext, String context) {
        ObjectNode pod = pods.defaulted("""
                {"metadata":{"name":"p","namespace":"n","annotations":{}},
                 "spec":{"securityContext":%s,"containers":[{"name":"c","image":"i","securityContext":%s}]}}""".formatted(podContext, context));
        boolean absent = annotation.isEmpty() && podContext.equals("{}");
        if (!absent) {
            pod.withObject("/metadata/annotations").put(key, annotation);
        }
        return pod;
    }
}
