package io.gantry.resource.kinds;

import static io.gantry.resource.kinds.Admission.assertErrors;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.resource.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceValidationTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c"}}]}}} | NONE
            {"spec":{"devices":{"requests":[{"name":"r"}]}}} | spec.devices.requests[0]: Required value: exactly one of `exactly` or `firstAvailable` is required
            {"spec":{"devices":{"requests":[{"name":"r","exactly":{}}]}}} | spec.devices.requests[0].exactly.deviceClassName: Required value
            {"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c","allocationMode":"All","count":1}}]}}} | spec.devices.requests[0].exactly.count: Invalid value: 1: must not be specified when allocationMode is 'All'
            {"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c"}}],"constraints":[{"requests":["x"],"matchAttribute":"a.b/c"}]}}} | spec.devices.constraints[0].requests[0]: Invalid value: "x": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'
            {"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c"}}],"config":[{}]}}} | spec.devices.config[0].opaque: Required value
            """)
    void claimsInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("resource.k8s.io/v1", "ResourceClaim").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c"}}]}}} | {"spec":{"devices":{}}} | spec: Invalid value: {"devices":{}}: field is immutable
            """)
    void aClaimIsForEver(String old, String wanted, String error) {
        assertErrors(
                new Admission("resource.k8s.io/v1", "ResourceClaim").updateErrors(Json.read(old), Json.read(wanted)),
                error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {} | {"status":{"reservedFor":[{"resource":"pods","name":"p","uid":"u"}]}} | status.reservedFor: Forbidden: may not be specified when `allocated` is not set
            {} | {"status":{"allocation":{"devices":{"results":[{"request":"x","driver":"d","pool":"p","device":"v"}]}}}} | status.allocation.devices.results[0].request: Invalid value: "x": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'
            """)
    void claimStatusInUpstreamsWords(String old, String wanted, String error) {
        assertErrors(
                new Admission("resource.k8s.io/v1", "ResourceClaim").statusErrors(Json.read(old), Json.read(wanted)),
                error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"driver":"d","nodeName":"n","pool":{"name":"p","resourceSliceCount":1},"devices":[{"name":"a","attributes":{"x":{"int":1}}}]}} | NONE
            {"spec":{"driver":"d","pool":{"name":"p","resourceSliceCount":1}}} | spec: Required value: exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required
            {"spec":{"driver":"d","nodeName":"n","allNodes":true,"pool":{"name":"p","resourceSliceCount":1}}} | spec: Invalid value: "{`nodeName`, `allNodes`}": exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required, but multiple fields are set
            {"spec":{"driver":"d","nodeName":"n","pool":{"name":"p"}}} | spec.pool.resourceSliceCount: Invalid value: 0: must be greater than zero
            {"spec":{"driver":"d","nodeName":"n","pool":{"name":"p","resourceSliceCount":1},"devices":[{"name":"a"},{"name":"a"}]}} | spec.devices[1]: Duplicate value: "a"
            {"spec":{"driver":"d","nodeName":"n","pool":{"name":"p","resourceSliceCount":1},"devices":[{"name":"a","attributes":{"x":{}}}]}} | spec.devices[0].attributes[x]: Invalid value: "": exactly one value must be specified
            """)
    void slicesInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("resource.k8s.io/v1", "ResourceSlice").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"taint":{"key":"a","effect":"NoExecute"}}} | NONE
            {"spec":{"taint":{"key":"a"}}} | spec.taint.effect: Required value
            """)
    void taintsInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("resource.k8s.io/v1beta2", "DeviceTaintRule").errors(object), error);
    }

    @Test
    void theFirstBetaHasRequestsAndDevicesInAnotherShape() {
        String claim =
                "{\"apiVersion\":\"resource.k8s.io/v1\",\"spec\":{\"devices\":{\"requests\":[{\"name\":\"r\",\"exactly\":"
                        + "{\"deviceClassName\":\"c\",\"count\":1}},{\"name\":\"s\",\"firstAvailable\":[{\"name\":\"t\"}]}]}}}";
        Strategy claims = new Admission("resource.k8s.io/v1beta1", "ResourceClaim")
                .definition()
                .strategy();
        ObjectNode flat = claims.fromStored(Json.read(claim));
        assertThat(flat.at("/spec/devices/requests/0/deviceClassName").asText()).isEqualTo("c");
        assertThat(claims.toStored(flat)).isEqualTo(Json.read(claim));
        String slice =
                "{\"apiVersion\":\"resource.k8s.io/v1\",\"spec\":{\"devices\":[{\"name\":\"d\",\"attributes\":{\"x\":{\"int\":1}}}]}}";
        Strategy slices = new Admission("resource.k8s.io/v1beta1", "ResourceSlice")
                .definition()
                .strategy();
        ObjectNode basic = slices.fromStored(Json.read(slice));
        assertThat(basic.at("/spec/devices/0/basic/attributes/x/int").asInt()).isEqualTo(1);
        assertThat(slices.toStored(basic)).isEqualTo(Json.read(slice));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"driver":"d.example.com"}} | NONE
            {"spec":{}} | spec.driver: Required value
            {"spec":{"driver":"d","poolName":"a//b"}} | spec.poolName: Invalid value: "a//b": segment 1: must not be empty
            {"spec":{"driver":"d","limit":1001}} | spec.limit: Invalid value: 1001: must be less than or equal to 1000
            """)
    void poolRequestsInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("resource.k8s.io/v1alpha3", "ResourcePoolStatusRequest").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {} | {"status":{"poolCount":0}} | NONE
            {} | {"status":{}} | status.poolCount: Required value
            {"status":{"poolCount":0}} | {"status":{"poolCount":1}} | status: Invalid value: {"poolCount":1}: field is immutable
            """)
    void aPoolRequestIsAnsweredOnce(String old, String wanted, String error) {
        assertErrors(
                new Admission("resource.k8s.io/v1alpha3", "ResourcePoolStatusRequest")
                        .statusErrors(Json.read(old), Json.read(wanted)),
                error);
    }
}
