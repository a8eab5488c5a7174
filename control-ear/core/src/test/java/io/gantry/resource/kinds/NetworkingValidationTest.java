package io.gantry.resource.kinds;

import static io.gantry.resource.kinds.Admission.assertErrors;

import io.gantry.object.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkingValidationTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"podSelector":{},"ingress":[{"from":[{"podSelector":{}}],"ports":[{"port":80}]}]}} | NONE
            {"spec":{"ingress":[{"ports":[{"port":70000}]}]}} | spec.ingress[0].ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive
            {"spec":{"ingress":[{"ports":[{"port":80,"endPort":70}]}]}} | spec.ingress[0].ports[0].endPort: Invalid value: 80: must be greater than or equal to `port`
            {"spec":{"ingress":[{"ports":[{"port":"web","endPort":70}]}]}} | spec.ingress[0].ports[0].endPort: Invalid value: 70: may not be specified when `port` is non-numeric
            {"spec":{"egress":[{"to":[{}]}]}} | spec.egress[0].to[0]: Required value: must specify a peer
            {"spec":{"egress":[{"to":[{"podSelector":{},"ipBlock":{"cidr":"10.0.0.0/8"}}]}]}} | spec.egress[0].to[0]: Forbidden: may not specify both ipBlock and another peer
            {"spec":{"egress":[{"to":[{"ipBlock":{"cidr":"10.0.0.0/8","except":["11.0.0.0/16"]}}]}]}} | spec.egress[0].to[0].ipBlock.except[0]: Invalid value: "11.0.0.0/16": must be a strict subset of `cidr`
            {"spec":{"policyTypes":["Odd"]}} | spec.policyTypes[0]: Unsupported value: "Odd": supported values: "Ingress", "Egress"
            """)
    void policiesInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("networking.k8s.io/v1", "NetworkPolicy").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"defaultBackend":{"service":{"name":"a","port":{"number":80}}}}} | NONE
            {"spec":{}} | spec: Invalid value: null: either `defaultBackend` or `rules` must be specified
            {"spec":{"rules":[{"host":"1.2.3.4"}]}} | spec.rules[0].host: Invalid value: "1.2.3.4": must be a DNS name, not an IP address
            {"spec":{"rules":[{"http":{"paths":[{"backend":{}}]}}]}} | spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified
            {"spec":{"rules":[{"http":{"paths":[{"pathType":"Exact","path":"/a//b","backend":{"service":{"name":"a","port":{"number":80}}}}]}}]}} | spec.rules[0].http.paths[0].path: Invalid value: "/a//b": must not contain '//'
            {"spec":{"rules":[{"http":{"paths":[{"pathType":"Odd","backend":{"service":{"name":"a","port":{"number":80}}}}]}}]}} | spec.rules[0].http.paths[0].pathType: Unsupported value: "Odd": supported values: "Exact", "ImplementationSpecific", "Prefix"
            {"spec":{"defaultBackend":{"service":{"name":"a","port":{}}}}} | spec.defaultBackend: Required value: port name or number is required
            {"spec":{"defaultBackend":{"service":{"name":"a","port":{"name":"x","number":1}}}}} | spec.defaultBackend: Invalid value: "": cannot set both port name & port number
            {"metadata":{"annotations":{"kubernetes.io/ingress.class":"a"}},"spec":{"ingressClassName":"b","defaultBackend":{"service":{"name":"a","port":{"number":80}}}}} | annotations.kubernetes.io/ingress.class: Invalid value: "a": must match `ingressClassName` when both are specified
            """)
    void ingressesInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("networking.k8s.io/v1", "Ingress").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"controller":"acme.io/foo"}} | NONE
            {"spec":{}} | spec.controller: Required value
            {"spec":{"controller":"acme.io/foo","parameters":{"kind":"A","name":"a","scope":"Namespace"}}} | spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'
            {"spec":{"controller":"acme.io/foo","parameters":{"kind":"A","name":"a","namespace":"n"}}} | spec.parameters.namespace: Forbidden: `parameters.scope` is set to 'Cluster'
            """)
    void classesInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("networking.k8s.io/v1", "IngressClass").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"cidrs":["10.0.0.0/16","fd00::/64"]}} | NONE
            {"spec":{}} | spec.cidrs: Required value: at least one CIDR required
            {"spec":{"cidrs":["10.0.0.0/16","10.1.0.0/16"]}} | spec.cidrs: Invalid value: ["10.0.0.0/16","10.1.0.0/16"]: may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64
            """)
    void serviceNetworksInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("networking.k8s.io/v1", "ServiceCIDR").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"cidrs":["10.0.0.0/16"]}} | {"spec":{"cidrs":["10.1.0.0/16"]}} | spec.cidrs[0]: Invalid value: "10.1.0.0/16": field is immutable
            {"spec":{"cidrs":["10.0.0.0/16"]}} | {"spec":{"cidrs":["10.0.0.0/16","fd00::/64"]}} | NONE
            {"spec":{"cidrs":["10.0.0.0/16"]}} | {"spec":{"cidrs":["10.1.0.0/16","fd00::/64"]}} | spec.cidrs[0]: Invalid value: "10.1.0.0/16": field is immutable
            {"spec":{"cidrs":["10.0.0.0/16"]}} | {"spec":{"cidrs":["10.0.0.0/16","10.1.0.0/16"]}} | spec.cidrs: Invalid value: ["10.0.0.0/16","10.1.0.0/16"]: may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64
            {"spec":{"cidrs":["10.0.0.0/16","fd00::/64"]}} | {"spec":{"cidrs":["10.0.0.0/16"]}} | spec.cidrs: Invalid value: ["10.0.0.0/16"]: field is immutable
            """)
    void aServiceNetworkIsForEver(String old, String wanted, String error) {
        assertErrors(
                new Admission("networking.k8s.io/v1", "ServiceCIDR").updateErrors(Json.read(old), Json.read(wanted)),
                error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"parentRef":{"resource":"services","name":"a"}}} | NONE
            {"spec":{}} | spec.parentRef: Required value
            {"spec":{"parentRef":{"resource":"services"}}} | spec.parentRef.name: Required value
            """)
    void addressesInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("networking.k8s.io/v1beta1", "IPAddress").errors(object), error);
    }

    @Test
    void whoHasAnAddressIsForEver() {
        assertErrors(
                new Admission("networking.k8s.io/v1", "IPAddress")
                        .updateErrors(
                                Json.read("{\"spec\":{\"parentRef\":{\"resource\":\"services\",\"name\":\"a\"}}}"),
                                Json.read("{\"spec\":{\"parentRef\":{\"resource\":\"services\",\"name\":\"b\"}}}")),
                "spec.parentRef: Invalid value: {\"resource\":\"services\",\"name\":\"b\"}: field is immutable");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, NONE",
        "fd00::1, NONE",
        "10.0.0.01, must not have leading 0s",
        "a, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'",
        "FD00::1, 'must be in canonical form (\"fd00::1\")'",
        "fd00:0:0:1:0:0:0:1, 'must be in canonical form (\"fd00:0:0:1::1\")'"
    })
    void anAddressIsNamedInItsOneCanonicalForm(String name, String error) {
        assertErrors(
                new Admission("networking.k8s.io/v1", "IPAddress")
                        .definition()
                        .strategy()
                        .nameErrors(name),
                error);
    }
}
