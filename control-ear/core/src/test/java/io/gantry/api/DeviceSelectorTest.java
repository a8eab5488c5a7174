package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions that select devices, and the claims that use them; the answers are those of kube-apiserver 1.36. */
class DeviceSelectorTest {

    private static final String CLASSES = "/apis/resource.k8s.io/v1/deviceclasses";
    private static final String CLAIMS = "/apis/resource.k8s.io/v1/namespaces/default/resourceclaims";
    private static final String FIELD = "spec.selectors[0].cel.expression: ";

    private final ApiFixture api = new ApiFixture();

    private ApiFixture.Reply create(String expression) {
        ObjectNode deviceClass = Json.object();
        deviceClass.putObject("metadata").put("name", "c");
        deviceClass
                .putObject("spec")
                .putArray("selectors")
                .addObject()
                .putObject("cel")
                .put("expression", expression);
        return api.post(CLASSES, deviceClass.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "device.driver == 'a.b'",
                "device.allowMultipleAllocations",
                "device.attributes['a.b'].x",
                "device.attributes['a.b'].x > 3 || device.attributes['a.b'].y == 'z'",
                "device.attributes['a.b'].v.isGreaterThan(semver('1.0.0'))",
                "device.capacity['a.b'].m.compareTo(quantity('1Gi')) >= 0",
                "cel.bind(d, device.attributes['a.b'], d.x && d.y)",
                "device.attributes.all(d, device.attributes[d].all(k, k.startsWith('x')))"
            })
    void mayLookAtAllOfADevice(String expression) {
        create(expression).is(201);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1 | Invalid value: "1": must evaluate to bool or the unknown type, not int
            dyn(true) | Invalid value: "dyn(true)": must evaluate to bool or the unknown type, not dyn
            {"a":1} | Invalid value: "{\\"a\\":1}": must evaluate to bool or the unknown type, not map(string, int)
            device.foo | Invalid value: "device.foo": compilation failed: ERROR: <input>:1:7: undefined field 'foo'
            object.x | Invalid value: "object.x": compilation failed: ERROR: <input>:1:1: undeclared reference to 'object' (in container '')
            device.attributes[1] | Invalid value: "device.attributes[1]": compilation failed: ERROR: <input>:1:18: found no matching overload for '_[_]' applied to '(map(string, map(string, any)), int)'\\n
            device.attributes.all(d, device.attributes[d].all(k, device.attributes.all(e, device.attributes[e].all(l, k == l)))) | Forbidden: too complex, exceeds cost limit
            """)
    void mustCompileToATruthThatDoesNotCostTooMuch(String expression, String error) {
        assertThat(create(expression).is(422).message()).contains(FIELD + error.replace("\\n", "\n"));
    }

    @Test
    void mustNotBeTooLong() {
        assertThat(create("'" + "x".repeat(10 * 1024) + "' == ''").is(422).message())
                .endsWith(FIELD + "Too long: may not be more than 10240 bytes");
    }

    @Test
    void aClaimThatAsksForNothingHasASpec() {
        assertThat(api.post(CLAIMS, "{\"metadata\":{\"name\":\"c\"}}")
                        .is(201)
                        .json()
                        .get("spec"))
                .isEqualTo(Json.read("{\"devices\":{}}"));
    }

    @Test
    void theFirstVersionKeepsAlternatives() {
        String beta = CLAIMS.replace("/v1/", "/v1beta1/");
        String devices =
                "{\"requests\":[{\"name\":\"r\",\"firstAvailable\":[{\"name\":\"a\",\"deviceClassName\":\"d\"}]}]}";
        api.post(beta, "{\"metadata\":{\"name\":\"c\"},\"spec\":{\"devices\":" + devices + "}}")
                .is(201);
        assertThat(api.get(CLAIMS + "/c").json().at("/spec/devices/requests/0").has("exactly"))
                .isFalse();
        api.put(beta + "/c", api.get(beta + "/c").text()).is(200);
    }

    @Test
    void adminAccessIsForLabelledNamespaces() {
        String claim = "{\"metadata\":{\"name\":\"c\"},\"spec\":{\"devices\":{\"requests\":[{\"name\":\"r\","
                + "\"exactly\":{\"deviceClassName\":\"d\",\"adminAccess\":true}}]}}}";
        assertThat(api.post(CLAIMS, claim).is(422).message())
                .endsWith("spec.devices.requests[0].adminAccess: Forbidden: admin access to devices requires the"
                        + " `resource.kubernetes.io/admin-access: true` label on the containing namespace");
        api.patch(
                        "/api/v1/namespaces/default",
                        "merge-patch+json",
                        "{\"metadata\":{\"labels\":{\"resource.kubernetes.io/admin-access\":\"true\"}}}")
                .is(200);
        api.post(CLAIMS, claim).is(201);
    }
}
