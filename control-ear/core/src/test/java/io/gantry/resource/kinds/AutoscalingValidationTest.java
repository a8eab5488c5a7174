package io.gantry.resource.kinds;

import static io.gantry.resource.kinds.Admission.assertErrors;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.resource.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoscalingValidationTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"maxReplicas":3}} | NONE
            {"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"}}} | spec.maxReplicas: Required value: must be set and greater than 0
            {"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"maxReplicas":3,"minReplicas":4}} | spec.maxReplicas: Invalid value: 3: must be greater than or equal to `minReplicas`
            {"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"maxReplicas":3,"minReplicas":0}} | spec.minReplicas: Invalid value: 0: must be greater than or equal to 1
            {"spec":{"scaleTargetRef":{"kind":"Deployment","name":"d"},"maxReplicas":3}} | spec.scaleTargetRef.apiVersion: Invalid value: "": apiVersion must specify API group
            {"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"maxReplicas":3,"metrics":[{"type":"Pods"}]}} | spec.metrics[0].pods: Required value: must populate information for the given metric source
            {"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"maxReplicas":3,"metrics":[{"type":"Odd"}]}} | spec.metrics[0].type: Unsupported value: "Odd": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"
            {"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"maxReplicas":3,"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization"}}}]}} | spec.metrics[0].resource.target.averageUtilization: Required value: must set either a target raw value or a target utilization
            {"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"maxReplicas":3,"behavior":{"scaleUp":{"policies":[{"type":"Pods","value":0,"periodSeconds":1}]}}}} | spec.behavior.scaleUp.policies[0].value: Invalid value: 0: must be greater than zero
            {"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"maxReplicas":3,"behavior":{"scaleDown":{"stabilizationWindowSeconds":3601}}}} | spec.behavior.scaleDown.stabilizationWindowSeconds: Invalid value: 3601: must be less than or equal to 3600
            """)
    void autoscalersInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("autoscaling/v2", "HorizontalPodAutoscaler").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"apiVersion":"autoscaling/v1","spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"maxReplicas":3}} | NONE
            {"apiVersion":"autoscaling/v1","spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"maxReplicas":3,"targetCPUUtilizationPercentage":0}} | spec.metrics[0].resource.target.averageUtilization: Invalid value: 0: must be greater than 0
            """)
    void theOlderVersionIsCheckedAsTheNewer(String object, String error) {
        assertErrors(new Admission("autoscaling/v1", "HorizontalPodAutoscaler").errors(object), error);
    }

    @Test
    void theOlderVersionSaysInAnnotationsWhatItHasNoFieldFor() {
        String stored = """
                {"kind":"HorizontalPodAutoscaler","apiVersion":"autoscaling/v2","metadata":{"name":"h"},
                 "spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"minReplicas":1,"maxReplicas":3,
                  "metrics":[
                   {"type":"Object","object":{"describedObject":{"kind":"Service","name":"s"},"metric":{"name":"m"},
                    "target":{"type":"AverageValue","averageValue":"10"}}},
                   {"type":"Pods","pods":{"metric":{"name":"m"},"target":{"type":"AverageValue","averageValue":"1"}}},
                   {"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}}],
                  "behavior":{"scaleDown":{"selectPolicy":"Max","policies":[{"type":"Pods","value":1,"periodSeconds":15}]}}},
                 "status":{"desiredReplicas":1,"currentReplicas":1,
                  "currentMetrics":[{"type":"Resource","resource":{"name":"cpu","current":{"averageUtilization":40,"averageValue":"4m"}}}],
                  "conditions":[{"type":"AbleToScale","status":"True"}]}}""";
        Strategy older = new Admission("autoscaling/v1", "HorizontalPodAutoscaler")
                .definition()
                .strategy();
        ObjectNode served = older.fromStored(Json.read(stored));
        assertThat(served.at("/spec/targetCPUUtilizationPercentage").asInt()).isEqualTo(50);
        assertThat(served.at("/status/currentCPUUtilizationPercentage").asInt()).isEqualTo(40);
        assertThat(served.at("/spec").has("metrics")).isFalse();
        assertThat(served.at("/metadata/annotations/autoscaling.alpha.kubernetes.io~1behavior")
                        .asText())
                .isEqualTo(
                        "{\"ScaleDown\":{\"SelectPolicy\":\"Max\",\"Policies\":[{\"Type\":\"Pods\",\"Value\":1,\"PeriodSeconds\":15}]}}");
        assertThat(older.toStored(served)).isEqualTo(Json.read(stored));
    }
}
